using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        private static readonly Op s_detach = new("aten::detach");
        private static readonly Op s_detachInPlace = new("aten::detach_");

        public bool requires_grad
        {
            get => Flag(TensorFlag.RequiresGrad);
            set
            {
                Native.Check(Native.es_tensor_set_requires_grad(Handle, value ? 1 : 0), "requires_grad");
                GC.KeepAlive(this);
            }
        }

        public bool is_leaf => Flag(TensorFlag.IsLeaf);

        public Tensor? grad
        {
            get
            {
                nint result;
                Native.Check(Native.es_tensor_grad(Handle, &result), "grad");
                GC.KeepAlive(this);
                return result == 0 ? null : new Tensor(result);
            }

            set
            {
                Native.Check(Native.es_tensor_set_grad(Handle, value?.Handle ?? 0), "grad");
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad()
        {
            Native.Check(Native.es_tensor_retain_grad(Handle), "retain_grad");
            GC.KeepAlive(this);
        }

        public Tensor detach() => s_detach.Call(this);

        public Tensor detach_()
        {
            s_detachInPlace.CallVoid(this);
            return this;
        }

        public void backward() => autograd.backward(this);

        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors!, retain_graph, create_graph, inputs!);
    }
}
