namespace EchoSynth.LibTorch.Interop;

/// <summary>What the environment says of the bridge's own operators. Read once; a value that means nothing is an error when libtorch is loaded.</summary>
internal static class KernelSettings
{
    private const string Kernels = "ECHOSYNTH_KERNELS", InstructionSet = "ECHOSYNTH_ISA";
    private static readonly string s_kernels = Environment.GetEnvironmentVariable(Kernels) ?? "", s_instructionSet = Environment.GetEnvironmentVariable(InstructionSet) ?? "";

    /// <summary>Whether they are used at all: false for ECHOSYNTH_KERNELS=portable.</summary>
    internal static bool Fused { get; } = !string.Equals(s_kernels, "portable", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">A variable has none of its values; says which there are.</exception>
    internal static void Check()
    {
        Check(Kernels, s_kernels, "fused", "portable");
        Check(InstructionSet, s_instructionSet, "baseline", "avx2", "avx512"); // native/dispatch.cpp reads it
    }

    /// <summary>Of either case; an empty variable counts as none.</summary>
    internal static void Check(string variable, string value, params ReadOnlySpan<string> values)
    {
        foreach (var one in values)
        {
            if (value.Length == 0 || string.Equals(value, one, StringComparison.OrdinalIgnoreCase))
                return;
        }
        throw new ArgumentException($"The environment variable {variable} is '{value}'; it must be {string.Join(", ", values[..^1].ToArray())} or {values[^1]}, or not be set.");
    }
}
