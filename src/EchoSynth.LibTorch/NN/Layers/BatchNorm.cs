using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules;

/// <summary>What the layers that normalise over a batch have in common.</summary>
public abstract class BatchNorm : NormBase
{
    public BatchNorm(
        long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var share = momentum ?? 0;
        if (training && track_running_stats && num_batches_tracked is not null)
        {
            num_batches_tracked.add_(1);
            if (momentum is null) share = 1.0 / num_batches_tracked.item<long>();
        }

        var fromBatch = training || (running_mean is null && running_var is null);
        var useRunning = !training || track_running_stats;
        return F.batch_norm(
            input, useRunning ? running_mean : null, useRunning ? running_var : null, weight, bias, fromBatch, share, eps);
    }
}
