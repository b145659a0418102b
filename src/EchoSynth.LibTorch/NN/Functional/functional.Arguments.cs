namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>An argument that the caller may leave to the operator's own default.</summary>
            private static Arg OrDefault(long[]? value) => value is null ? Arg.Default : value;

            private static Arg OrDefault(long? value) => value is { } one ? new long[] { one } : Arg.Default;

            private static Arg OrNone(long? value) => value is { } one ? one : Arg.None;

            private static Arg OrNone(double? value) => value is { } one ? one : Arg.None;

            private static string Name(Padding padding) => padding == Padding.Same ? "same" : "valid";

            /// <summary>An activation that overwrites its input returns a second handle on it, so that both can be disposed of.</summary>
            private static Tensor Activate(Op operation, Op inPlace, Tensor input, bool inplace)
                => (inplace ? inPlace : operation).Call(input);
        }
    }
}
