// TorchSharp declares these without nullable annotations.
#nullable disable annotations

using System.Text;
using EchoSynth.LibTorch.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>TorchScript files.</summary>
    public static partial class jit
    {
        /// <summary>A module of TorchScript. Its parameters and buffers are the native module's own, under their full names.</summary>
        public class ScriptModule : nn.Module
        {
            private enum ResultShape
            {
                Tensor = 1,
                Tuple = 2,
                List = 3,
            }

            private nint _module;

            internal ScriptModule(nint module) : base("ScriptModule")
            {
                _module = module;
                foreach (var (tensorName, tensor) in Tensors(buffers: false))
                {
                    tensor.DetachFromDisposeScope();
                    register_parameter(tensorName, new Parameter(tensor, tensor.requires_grad));
                }

                foreach (var (tensorName, tensor) in Tensors(buffers: true))
                    register_buffer(tensorName, tensor.DetachFromDisposeScope());
            }

            ~ScriptModule() => ReleaseNative();

            public override bool training => Native.Check(Native.es_jit_is_training(Module), "ScriptModule.training") != 0;

            private nint Module => _module != 0 ? _module : throw new ObjectDisposedException(nameof(ScriptModule));

            public override void train(bool on = true) => Native.Check(Native.es_jit_train(Module, on ? 1 : 0), "ScriptModule.train");

            public override void eval() => train(false);

            public int GetNumberOfInputs() => Native.Check(Native.es_jit_inputs(Module), "ScriptModule.GetNumberOfInputs");

            public object forward(params object[] input) => invoke("forward", input);

            public object call(params object[] input) => forward(input);

            public TResult invoke<TResult>(string name, params object[] inputs) => (TResult)invoke(name, inputs);

            public TResult invoke<T, TResult>(string name, params T[] inputs) =>
                (TResult)invoke(name, Array.ConvertAll(inputs, input => (object)input));

            public object invoke(string name, params object[] objs)
            {
                var values = Array.ConvertAll(objs, Value);
                int shape;
                nint* results;
                int count;
                fixed (byte* method = Encoding.UTF8.GetBytes(name + '\0'))
                fixed (NativeValue* inputs = values)
                    count = Native.Check(Native.es_jit_call(Module, method, inputs, values.Length, &shape, &results), name);
                GC.KeepAlive(objs);
                GC.KeepAlive(this);
                var tensors = Op.TensorsAt(results, count);
                return (ResultShape)shape == ResultShape.List ? tensors : tensors switch
                {
                    [var a] => a,
                    [var a, var b] => (a, b),
                    [var a, var b, var c] => (a, b, c),
                    [var a, var b, var c, var d] => (a, b, c, d),
                    [var a, var b, var c, var d, var e] => (a, b, c, d, e),
                    _ => tensors,
                };
            }

            protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) =>
                Move((int)dtype, device.type, device.index);

            protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                Move(-1, deviceType, deviceIndex);

            protected internal override nn.Module _to(ScalarType dtype, bool non_blocking)
            {
                Native.Check(Native.es_jit_to(Module, (int)dtype, -1, -1), "ScriptModule.to");
                return this;
            }

            private protected override void ReleaseNative()
            {
                var module = Interlocked.Exchange(ref _module, 0);
                if (module != 0)
                    Native.es_jit_free(module);
            }

            private static NativeValue Value(object input)
            {
                Arg arg = input switch
                {
                    null => Arg.None,
                    Tensor tensor => tensor,
                    Scalar scalar => scalar,
                    float number => number,
                    double number => number,
                    bool truth => truth,
                    int number => number,
                    long number => number,
                    _ => throw new NotSupportedException($"TorchScript cannot be given a {input.GetType().Name}."),
                };
                var bits = arg.Reference is Tensor operand ? operand.Handle : arg.Bits;
                return new NativeValue { Kind = arg.Kind, Integer = bits, Length = arg.More };
            }

            private ScriptModule Move(int dtype, DeviceType type, int index)
            {
                InitializeDeviceType(type);
                Native.Check(Native.es_jit_to(Module, dtype, (int)type, type == DeviceType.CUDA ? index : -1), "ScriptModule.to");
                return this;
            }

            private (string Name, Tensor Tensor)[] Tensors(bool buffers)
            {
                byte* names;
                nint* results;
                var count = Native.Check(Native.es_jit_tensors(Module, buffers ? 1 : 0, &names, &results), "ScriptModule");
                var lines = Native.Text(names).Split('\n', StringSplitOptions.RemoveEmptyEntries);
                return lines.Zip(Op.TensorsAt(results, count)).ToArray();
            }
        }

        /// <summary>A TorchScript network with a known type of result.</summary>
        public class ScriptModule<TResult> : ScriptModule, nn.IModule<Tensor[], TResult>
        {
            internal ScriptModule(nint module) : base(module)
            {
            }

            public TResult call(params Tensor[] input) => forward(input);

            public TResult forward(params Tensor[] tensor) => (TResult)base.forward(Array.ConvertAll(tensor, t => (object)t));
        }
    }
}
