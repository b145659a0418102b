using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Means over areas chosen such that the output has a given height and width.</summary>
    public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveAvgPool2d(long[] output_size) : base(nameof(AdaptiveAvgPool2d)) => this.output_size = output_size;

        public long[] output_size { get; set; }

        public override Tensor forward(Tensor input) => F.adaptive_avg_pool2d(input, output_size);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    /// <summary>TorchSharp's torch: tensors and what is done with them, over the machine's libtorch.</summary>
    public static partial class torch
    {
        /// <summary>Layers, losses and what networks are built of.</summary>
        public static partial class nn
        {
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);

            public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new(Pair.Of(output_size));

            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new(Pair.Of(output_size));
        }
    }
}
