using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EchoSynth.Training;

/// <summary>Clipping by the norm of all gradients together (Pascanu et al. 2013, arXiv 1211.5063), without waiting for the device.</summary>
internal static class GradientClip
{
    /// <summary>Scales the gradients by min(1, limit/norm).</summary>
    /// <returns>The norm before, [].</returns>
    public static Tensor Apply(IEnumerable<Parameter> parameters, double limit)
    {
        using var frozen = no_grad();
        var gradients = parameters.Select(p => p.grad).OfType<Tensor>().ToArray();
        var norm = stack(gradients.Select(g => g.square().sum())).sum().sqrt(); // []
        var scale = (limit / (norm + 1e-12)).clamp_max(1);                      // []
        foreach (var gradient in gradients)
            gradient.mul_(scale);
        return norm;
    }
}
