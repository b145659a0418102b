namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        private static readonly Op s_localScalar = new("aten::item");
        private static readonly Op s_isNonzero = new("aten::is_nonzero");
        private static readonly Op s_equal = new("aten::equal");
        private static readonly Op s_real = new("aten::real");
        private static readonly Op s_imag = new("aten::imag");
        private static readonly Op s_isConj = new("aten::is_conj");
        private static readonly Op s_isNeg = new("aten::is_neg");

        public Tensor real => s_real.Call(this);

        public Tensor imag => s_imag.Call(this);

        public Tensor T => ndim == 2 ? t() : permute(Range(0, ndim).Reverse().ToArray());

        public Tensor mT => transpose(-2, -1);

        public Tensor H => T.conj();

        public Tensor mH => mT.conj();

        /// <summary>The elements as they lie in memory. It is the caller's to keep the tensor alive as long as the span is in use.</summary>
        public Span<byte> bytes
        {
            get => Bytes();
            set
            {
                var target = Bytes();
                if (target.Length != value.Length)
                    throw new ArgumentException("Mismatched data sizes in SetBytes().", nameof(value));
                value.CopyTo(target);
                GC.KeepAlive(this);
            }
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            ValidateType(typeof(T));
            if (device_type != DeviceType.CPU)
            {
                using var copy = cpu();
                return copy.item<T>();
            }

            var value = *(T*)DataPointer();
            GC.KeepAlive(this);
            return value;
        }

        public Scalar ToScalar() => s_localScalar.CallScalar(this);

        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new Utils.TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        public double ReadCpuDouble(long i) => Utils.TensorAccessor<double>.ReadItemAt(this, i);

        public float ReadCpuSingle(long i) => Utils.TensorAccessor<float>.ReadItemAt(this, i);

        public int ReadCpuInt32(long i) => Utils.TensorAccessor<int>.ReadItemAt(this, i);

        public long ReadCpuInt64(long i) => Utils.TensorAccessor<long>.ReadItemAt(this, i);

        public byte ReadCpuByte(long i) => Utils.TensorAccessor<byte>.ReadItemAt(this, i);

        public sbyte ReadCpuSByte(long i) => Utils.TensorAccessor<sbyte>.ReadItemAt(this, i);

        public short ReadCpuInt16(long i) => Utils.TensorAccessor<short>.ReadItemAt(this, i);

        public bool ReadCpuBool(long i) => Utils.TensorAccessor<bool>.ReadItemAt(this, i);

        public float ReadCpuFloat16(long i) => (float)Utils.TensorAccessor<Half>.ReadItemAt(this, i);

        public float ReadCpuBFloat16(long i) => Utils.TensorAccessor<BFloat16>.ReadItemAt(this, i).ToSingle();

        public T ReadCpuValue<T>(long i) where T : unmanaged => Utils.TensorAccessor<T>.ReadItemAt(this, i);

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            var (pointer, count) = Memory();
            for (long done = 0; done < count;)
            {
                var part = (int)Math.Min(count - done, Math.Max(bufferSize, 1 << 16));
                stream.Write(new ReadOnlySpan<byte>((byte*)pointer + done, part));
                done += part;
            }

            GC.KeepAlive(this);
        }

        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            var (pointer, count) = Memory();
            for (long done = 0; done < count;)
            {
                var part = (int)Math.Min(count - done, Math.Max(bufferSize, 1 << 16));
                var read = stream.Read(new Span<byte>((byte*)pointer + done, part));
                if (read == 0)
                    throw new EndOfStreamException();
                done += read;
            }

            GC.KeepAlive(this);
        }

        public bool Equals(Tensor target) => target is not null && s_equal.CallBool(this, target);

        public bool is_nonzero()
        {
            if (NumberOfElements != 1)
                throw new InvalidOperationException("is_nonzero() called on non-singleton tensor");
            return s_isNonzero.CallBool(this);
        }

        public bool is_conj() => s_isConj.CallBool(this);

        public bool is_neg() => s_isNeg.CallBool(this);

        internal void ValidateType(Type dotnetType)
        {
            var type = dtype;
            if (!is_quantized(type) && ScalarTypeOf(dotnetType) != type)
                throw new ArgumentException($"{dotnetType.Name} is not compatible with {type}");
        }

        private static bool is_quantized(ScalarType type) => torch.is_quantized(type);

        private Span<byte> Bytes()
        {
            var (pointer, count) = Memory();
            if (count > int.MaxValue)
                throw new ArgumentException("Span only supports up to int.MaxValue elements.");
            return new Span<byte>((void*)pointer, (int)count);
        }

        private (nint Pointer, long Count) Memory()
        {
            if (!is_contiguous())
                throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException(Utils.TensorAccessor.NotOnCpu);
            return (DataPointer(), NumberOfElements * ElementSize);
        }
    }
}
