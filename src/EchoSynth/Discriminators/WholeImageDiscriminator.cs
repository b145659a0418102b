using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Validation;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Discriminators;

/// <summary>The time-conditional discriminator of denoising diffusion GANs: residual blocks down to 4 × 4, minibatch deviation, one logit per image.</summary>
/// <remarks>
/// Source: arXiv 2112.07804, appendix C (algorithm §6). Also takes sizes around the one it was built for, whose sides end as 3 to 7 positions in place of 4.
/// <para>
/// Any batch size will do, but an image's logit depends on its batch-mates: the minibatch deviation compares each image with the others of its group, so that
/// the network sees when the denoiser always draws the same. A batch of N falls into groups of the largest divisor of N up to 4 (2 → 2, 3 → 3, 4 and 8 → 4, 6 → 3; image i
/// is with i + N/G, i + 2N/G, …). 1, 5, 7 and other sizes without such a divisor leave each image alone, and the deviation says nothing (a constant 10⁻⁴): prefer multiples of 4.
/// </para>
/// </remarks>
public sealed class WholeImageDiscriminator : Module, IDiscriminator
{
    private readonly WholeImageDiscriminatorOptions _options;
    private readonly DiscriminatorTime time;
    private readonly ConvolutionLayer stem, last;
    private readonly ModuleList<WholeImageBlock> blocks;
    private readonly LinearLayer output;

    /// <summary>Builds the network with fresh weights.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    public WholeImageDiscriminator(WholeImageDiscriminatorOptions? options = null)
        : base(nameof(WholeImageDiscriminator))
    {
        _options = options ??= new WholeImageDiscriminatorOptions();
        OptionsGuard.Validate(options, [.. options.FurtherErrors()]);
        var init = new ParameterInit((ulong)options.InitSeed + 0x0D15C);
        long g = options.Width, width = options.TimeWidth;
        time = new DiscriminatorTime(init, width, deep: true);
        stem = new ConvolutionLayer(init, 2 + options.MaskChannels, 2 * g, 1);
        blocks = [];
        var c = 2 * g;
        foreach (var (multiple, down) in Layout(options.ImageSize))
        {
            blocks.append(new WholeImageBlock(init, c, multiple * g, width, down));
            c = multiple * g;
        }
        last = new ConvolutionLayer(init, c + 1, c);
        output = new LinearLayer(init, c, 1, fanOut: true);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public string Kind => "whole-image";

    /// <inheritdoc/>
    public object Options => _options;

    /// <inheritdoc/>
    Module IDiscriminator.Module => this;

    /// <inheritdoc/>
    public bool SeesMask => _options.MaskChannels > 0;

    /// <inheritdoc/>
    public string? CheckSize(int width, int height)
    {
        var (built, unit) = (_options.ImageSize, _options.ImageSize / 4); // a side of u units ends as u positions: 4 at the size it was built for
        bool Fits(int side) => side % unit == 0 && side / unit is >= 3 and <= 7;
        return Fits(width) && Fits(height)
            ? null
            : $"An image of {width} × {height} pixels does not fit: this discriminator was built for {built} × {built} and takes widths and heights of {string.Join(", ", Enumerable.Range(3, 5).Select(u => u * unit))}.";
    }

    /// <inheritdoc/>
    public Tensor Score(Tensor current, Tensor next, Tensor step, Tensor? mask)
    {
        var t = time.Forward(step);                                                           // [N, 256]
        var h = PairInput.Join([current, next], mask, _options.MaskChannels);                 // [N, 2+K, H, W]
        h = stem.Forward(h);                                                                  // [N, 2g, H, W]
        for (var i = 0; i < blocks.Count; i++)
            h = blocks[i].Forward(h, t);                                                      // [N, ≤8g, H′, W′]
        h = last.Forward(MinibatchDeviation.Append(h));                                       // [N, 8g, h, w]
        h = LayerKernels.For(h).Leaky(h, null, 1);                                            // [N, 8g, h, w], 4 × 4 at the size it was built for
        return output.ForwardExact(h.sum([2, 3])).squeeze(1);                                 // [N]
    }

    private static List<(int Multiple, bool Down)> Layout(int size)
    {
        if (size == 32)
            return [(2, false), (4, true), (8, true), (8, true)];
        List<(int, bool)> layout = [(4, true)];
        for (size /= 2; size > 4; size /= 2)
            layout.Add((8, true));
        return layout;
    }
}
