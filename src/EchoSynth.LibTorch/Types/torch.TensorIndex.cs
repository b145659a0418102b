namespace TorchSharp;

public static partial class torch
{
    /// <summary>One part of an index: a number, a slice, a new or every other dimension, or a tensor.</summary>
    public struct TensorIndex
    {
        public static TensorIndex Ellipsis = new() { What = Kind.Ellipsis };
        public static TensorIndex None = new() { What = Kind.NewAxis };
        public static TensorIndex Null = new() { What = Kind.Everything };
        public static TensorIndex Colon = Slice();

        internal enum Kind
        {
            NewAxis,
            Everything,
            Ellipsis,
            Single,
            Bool,
            Tensor,
            Slice,
        }

        internal Kind What { get; private init; }

        internal long? Start { get; private init; }

        internal long? Stop { get; private init; }

        internal long? Step { get; private init; }

        internal Tensor? Indices { get; private init; }

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { What = Kind.Slice, Start = start, Stop = stop, Step = step };

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) => range;

        public static TensorIndex Bool(bool value) => new() { What = Kind.Bool, Start = value ? 1 : 0 };

        public static TensorIndex Single(long? index) => new() { What = Kind.Single, Start = index };

        public static TensorIndex Tensor(Tensor tensor) => new() { What = Kind.Tensor, Indices = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) =>
            Slice(FromEnd(range.Start), range.End is { IsFromEnd: true, Value: 0 } ? null : FromEnd(range.End));

        public static implicit operator TensorIndex(Index index) => Single(FromEnd(index));

        /// <summary>It is there so that an indexer of tensors and one of indices may stand side by side; it is never right to call it.</summary>
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("Should not be called.");

        private static long FromEnd(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
