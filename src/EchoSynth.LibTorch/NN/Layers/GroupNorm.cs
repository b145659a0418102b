using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Normalises groups of channels of each image.</summary>
    public sealed class GroupNorm : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(weight))]
        private Parameter? _weight;

        [ComponentName(Name = nameof(bias))]
        private Parameter? _bias;

        internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype)
            : base(nameof(GroupNorm))
        {
            this.num_groups = num_groups;
            this.eps = eps;
            this.affine = affine;
            if (!affine) return;
            weight = new Parameter(ones([num_channels], dtype, device));
            bias = new Parameter(zeros([num_channels], dtype, device));
        }

        public long num_groups { get; set; }

        public double eps { get; set; }

        public bool affine { get; set; }

        public Parameter weight
        {
            get => _weight!;
            set => Own(ref _weight, value, nameof(weight));
        }

        public Parameter? bias
        {
            get => _bias;
            set => Own(ref _bias, value, nameof(bias));
        }

        public override Tensor forward(Tensor tensor)
        {
            if (tensor.ndim < 3) throw new ArgumentException($"Invalid number of dimensions for GroupNorm argument: {tensor.ndim}");
            return F.group_norm(tensor, num_groups, _weight, _bias, eps);
        }
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            public static GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1e-05, bool affine = true, Device? device = null, ScalarType? dtype = null)
                => new(num_groups, num_channels, eps, affine, device, dtype);
        }
    }
}
