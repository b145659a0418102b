using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module learns. Making one takes the tensor over: the original is empty afterwards.</summary>
    public class Parameter : Tensor
    {
        public Parameter(Tensor data, bool requires_grad = true) : this(data, data.OwningDisposeScope, requires_grad)
        {
        }

        /// <summary>The scope that owned the tensor owns the parameter; a scope that did not, does not.</summary>
        private Parameter(Tensor data, DisposeScope? scope, bool requires_grad)
            : base(data.with_requires_grad(requires_grad).DecoupleFromNativeHandle(), false)
            => scope?.Add(this);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class TensorExtensionMethods
    {
        public static Parameter AsParameter(this torch.Tensor tensor) => new(tensor);
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
