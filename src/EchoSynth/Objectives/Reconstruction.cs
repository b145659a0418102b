using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Tensors;
using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Objectives;

/// <summary>The losses between a predicted and the true clean image: λ·(|a − x_0| − w·|a − b|) + μ·(1 − SSIM(a, x_0)), each a mean over pixels, weighted by region where asked for.</summary>
internal sealed class Reconstruction : IDisposable
{
    private readonly TrainerOptions _options;
    private readonly LossMeter _losses;
    private readonly string[] _names; // of the label channels
    private readonly DeviceConstant? _labelWeights; // [1, K, 1, 1]: weight of each channel above that of the rest
    private readonly Ssim? _ssim;

    public Reconstruction(TrainerOptions options, MaskEncoding mask, LossMeter losses)
    {
        (_options, _losses) = (options, losses);
        _names = [.. mask.Labels.Select(Name)];
        _ssim = options.SsimWeight > 0 ? new Ssim() : null;
        if (options.RegionWeights is { } w)
        {
            var above = new float[mask.Channels];
            for (var channel = 0; channel < mask.Labels.Count; channel++)
                above[channel] = (float)(w.ByLabel().First(l => l.Label == mask.Labels[channel]).Weight - w.Rest);
            _labelWeights = new DeviceConstant(above, 1, above.Length, 1, 1);
        }
    }

    /// <summary>The weighted sum of the losses; each is noted by its name.</summary>
    /// <param name="clean">a, the prediction [N, 1, H, W]</param>
    /// <param name="real">x_0 [N, 1, H, W]</param>
    /// <param name="masks">[N, K, H, W]</param>
    /// <param name="other">b, a second prediction without a gradient [N, 1, H, W], or null</param>
    public Tensor Loss(Tensor clean, Tensor real, Tensor masks, Tensor? other)
    {
        var weights = Weights(masks);                              // [N, 1, H, W] or null
        var error = (clean - real).abs();                          // [N, 1, H, W]
        var l1 = Mean(error, weights);                             // []
        _losses.Add("l1", l1);
        if (weights is not null)
            NoteRegions(error, masks);
        var loss = l1 * _options.L1Weight;
        if (other is not null)
        {
            var spread = Mean((clean - other).abs(), weights);     // []
            _losses.Add("spread", spread);
            loss = loss - spread * (_options.SpreadWeight * _options.L1Weight);
        }
        if (_ssim is not null)
        {
            var shape = clean.shape;
            var inner = weights?.narrow(2, Ssim.Border, shape[2] - 2 * Ssim.Border).narrow(3, Ssim.Border, shape[3] - 2 * Ssim.Border); // [N, 1, H − 10, W − 10]
            var dissimilarity = 1 - Mean(_ssim.Map(clean, real), inner); // []
            _losses.Add("ssim", dissimilarity);
            loss = loss + dissimilarity * _options.SsimWeight;
        }
        return loss;
    }

    public void Dispose()
    {
        _labelWeights?.Dispose();
        _ssim?.Dispose();
    }

    private Tensor? Weights(Tensor masks) =>
        _labelWeights is null ? null : (masks * _labelWeights.For(masks, masks.dtype)).sum([1], true) + _options.RegionWeights!.Rest; // [N, 1, H, W]

    private static Tensor Mean(Tensor values, Tensor? weights) => weights is null ? values.mean() : (values * weights).sum() / weights.sum().clamp_min(1e-8);

    private void NoteRegions(Tensor error, Tensor masks)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var rest = ones_like(error);                               // [N, 1, H, W]
        for (var channel = 0; channel < _names.Length; channel++)
        {
            var region = masks.narrow(1, channel, 1);              // [N, 1, H, W]
            _losses.Add(_names[channel], Mean(error, region));
            rest = rest - region;
        }
        _losses.Add("l1.rest", Mean(error, rest));
    }

    private static string Name(AnatomyLabel label) => label switch
    {
        AnatomyLabel.LeftVentricle => "l1.lv",
        AnatomyLabel.Myocardium => "l1.myocardium",
        _ => "l1.la",
    };
}
