using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules;

/// <summary>What the layers that normalise each image for itself have in common.</summary>
public abstract class InstanceNorm : NormBase
{
    public InstanceNorm(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    protected abstract long GetNumberOfBatchDimensions();

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        if (input.ndim == GetNumberOfBatchDimensions()) return Normalise(input);

        using var batched = input.unsqueeze(0);
        using var normalised = Normalise(batched);
        return normalised.squeeze(0);
    }

    private Tensor Normalise(Tensor input)
        => F.instance_norm(
            input, running_mean, running_var, weight, bias, training || !track_running_stats, momentum ?? 0, eps);
}
