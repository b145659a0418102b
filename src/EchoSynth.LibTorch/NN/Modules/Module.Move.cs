using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A part of a network: parameters, buffers and modules under names.</summary>
        public partial class Module
        {
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                CheckFloating(dtype);
                _toEpilog(dtype, device, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                CheckFloating(dtype);
                _toEpilog(dtype, null, non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking)
            {
                _to(other.dtype, non_blocking);
                return _to(other.device_type, other.device_index, non_blocking);
            }

            /// <summary>
            /// Moves the children, then this module's own parameters and buffers. A parameter that moves becomes a new one,
            /// so an optimiser is made after the move.
            /// </summary>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var (_, child) in named_children())
                {
                    if (device is null) child._to(dtype!.Value, non_blocking);
                    else if (dtype is null) child._to(device.type, device.index, non_blocking);
                    else child._to(device, dtype.Value, non_blocking);
                }

                var layout = ModuleLayout.Of(GetType());
                foreach (var (name, parameter) in named_parameters(false).ToList())
                {
                    if (!ReplaceParameter(dtype, device, parameter, out var moved)) continue;
                    if (!layout.SetProperty(this, name, moved!)) layout.SetField(this, name, moved!);
                    ConditionallyRegisterParameter(name, moved);
                    parameter.Dispose();
                }

                foreach (var (name, buffer) in named_buffers(false).ToList())
                {
                    if (!ReplaceBuffer(dtype, device, buffer, out var moved)) continue;
                    if (!layout.SetProperty(this, name, moved!)) layout.SetField(this, name, moved!);
                    ConditionallyRegisterBuffer(name, moved);
                }
            }

            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                p = null;
                if (!Differs(param, dtype, device)) return false;
                var type = TargetType(param, dtype);
                var place = device ?? param.device;
                using var noGradients = no_grad();
                p = new Parameter(param.to(type, place), param.requires_grad);
                p.DetachFromDisposeScope();
                using var gradient = param.grad;
                if (gradient is not null)
                {
                    using var moved = gradient.to(type, place);
                    p.grad = moved;
                }

                return true;
            }

            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                result = null;
                if (!Differs(buffer, dtype, device)) return false;
                result = buffer.to(TargetType(buffer, dtype), device ?? buffer.device).DetachFromDisposeScope();
                buffer.Dispose();
                return true;
            }

            private static bool Differs(Tensor tensor, ScalarType? dtype, Device? device)
                => TargetType(tensor, dtype) != tensor.dtype
                || (device is not null && (tensor.device_type != device.type || (device.index >= 0 && tensor.device_index != device.index)));

            /// <summary>Integer tensors, a count of batches say, keep their type when a module changes its own.</summary>
            private static ScalarType TargetType(Tensor tensor, ScalarType? dtype)
                => dtype is { } wanted && IsFloating(tensor.dtype) ? wanted : tensor.dtype;

            private static bool IsFloating(ScalarType type)
                => type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64
                    or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

            private static void CheckFloating(ScalarType dtype)
            {
                if (!IsFloating(dtype))
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
            }
        }
    }
}
