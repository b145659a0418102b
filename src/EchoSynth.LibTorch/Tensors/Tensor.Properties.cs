using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public long Dimensions
        {
            get
            {
                long result;
                Native.Check(Native.es_tensor_dim(Handle, &result), "dim");
                GC.KeepAlive(this);
                return result;
            }
        }

        public long ndim => Dimensions;

        public long NumberOfElements
        {
            get
            {
                long result;
                Native.Check(Native.es_tensor_numel(Handle, &result), "numel");
                GC.KeepAlive(this);
                return result;
            }
        }

        public long ElementSize => SizeOf(dtype);

        public long[] shape => size();

        public ScalarType dtype
        {
            get
            {
                int result;
                Native.Check(Native.es_tensor_dtype(Handle, &result), "dtype");
                GC.KeepAlive(this);
                return (ScalarType)result;
            }
        }

        public Device device
        {
            get
            {
                var (type, index) = DeviceParts();
                return type == DeviceType.CPU ? CPU : new Device(type, index);
            }
        }

        public DeviceType device_type => DeviceParts().Type;

        public int device_index => DeviceParts().Index;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_sparse => Flag(TensorFlag.IsSparse);

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public long[] size()
        {
            long* sizes;
            long count;
            Native.Check(Native.es_tensor_sizes(Handle, &sizes, &count), "sizes");
            var result = new ReadOnlySpan<long>(sizes, (int)count).ToArray();
            GC.KeepAlive(this);
            return result;
        }

        public long size(int dim)
        {
            long* sizes;
            long count;
            Native.Check(Native.es_tensor_sizes(Handle, &sizes, &count), "sizes");
            var result = sizes[Wrap(dim, count)];
            GC.KeepAlive(this);
            return result;
        }

        public long[] stride()
        {
            long* strides;
            long count;
            Native.Check(Native.es_tensor_strides(Handle, &strides, &count), "strides");
            var result = new ReadOnlySpan<long>(strides, (int)count).ToArray();
            GC.KeepAlive(this);
            return result;
        }

        public long stride(int dim)
        {
            long* strides;
            long count;
            Native.Check(Native.es_tensor_strides(Handle, &strides, &count), "strides");
            var result = strides[Wrap(dim, count)];
            GC.KeepAlive(this);
            return result;
        }

        public long storage_offset()
        {
            long result;
            Native.Check(Native.es_tensor_storage_offset(Handle, &result), "storage_offset");
            GC.KeepAlive(this);
            return result;
        }

        public bool is_contiguous() => Flag(TensorFlag.IsContiguous);

        public bool is_pinned() => Flag(TensorFlag.IsPinned);

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_quantized() => torch.is_quantized(dtype);

        /// <summary>The address of the first element.</summary>
        internal nint DataPointer()
        {
            void* data;
            Native.Check(Native.es_tensor_data(Handle, &data), "data_ptr");
            GC.KeepAlive(this);
            return (nint)data;
        }

        internal bool Flag(TensorFlag flag)
        {
            var result = Native.Check(Native.es_tensor_flag(Handle, flag), flag.ToString());
            GC.KeepAlive(this);
            return result != 0;
        }

        private (DeviceType Type, int Index) DeviceParts()
        {
            int type, index;
            Native.Check(Native.es_tensor_device(Handle, &type, &index), "device");
            GC.KeepAlive(this);
            return ((DeviceType)type, index);
        }

        private static long Wrap(long dim, long count)
        {
            var wrapped = dim < 0 ? dim + count : dim;
            return wrapped >= 0 && wrapped < count
                ? wrapped
                : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {count} dimensions.");
        }
    }
}
