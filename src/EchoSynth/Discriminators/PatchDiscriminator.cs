using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Validation;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Discriminators;

/// <summary>
/// A plain stack of 4×4 stride-2 convolutions with one logit per patch, time added after each, and a high-pass copy of x_t among its inputs
/// so that it sees speckle from the first step on.
/// </summary>
/// <remarks>
/// Patch logits: pix2pix, arXiv 1611.07004, §3.2.2. The high-pass input is this project's own finding (docs/method.md).
/// <para>
/// Any batch size and any image large enough to be halved, odd sides and sides that differ included. An image's logits depend on its batch-mates through the minibatch
/// deviation, in groups as described at <see cref="WholeImageDiscriminator"/>.
/// </para>
/// </remarks>
public sealed class PatchDiscriminator : Module, IDiscriminator
{
    /// <summary>Makes up for the variance that LeakyReLU 0.2 takes away.</summary>
    private const double Gain = 1.3;

    private static readonly long[] Three = [3, 3], OneByOne = [1, 1];
    private readonly PatchDiscriminatorOptions _options;
    private readonly DiscriminatorTime time;
    private readonly ModuleList<ConvolutionLayer> convolutions;
    private readonly ModuleList<LinearLayer> time_biases;
    private readonly ConvolutionLayer last, output;

    /// <summary>Builds the network with fresh weights.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    public PatchDiscriminator(PatchDiscriminatorOptions? options = null)
        : base(nameof(PatchDiscriminator))
    {
        _options = options ??= new PatchDiscriminatorOptions();
        OptionsGuard.Validate(options, [.. options.FurtherErrors()]);
        var init = new ParameterInit((ulong)options.InitSeed + 0x0D15C);
        time = new DiscriminatorTime(init, options.TimeWidth, deep: false);
        (convolutions, time_biases) = ([], []);
        long c = 2 + options.MaskChannels + (options.HighPassGain > 0 ? 1 : 0);
        foreach (var channels in options.Channels)
        {
            convolutions.append(new ConvolutionLayer(init, c, channels, 4, stride: 2, padding: 1));
            time_biases.append(new LinearLayer(init, options.TimeWidth, channels));
            c = channels;
        }
        last = new ConvolutionLayer(init, c + 1, c);
        output = new ConvolutionLayer(init, c, 1, 1, 0.1);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public string Kind => "patch";

    /// <inheritdoc/>
    public object Options => _options;

    /// <inheritdoc/>
    Module IDiscriminator.Module => this;

    /// <inheritdoc/>
    public bool SeesMask => _options.MaskChannels > 0;

    /// <inheritdoc/>
    public string? CheckSize(int width, int height)
    {
        var minimum = 1 << _options.Channels.Count;
        return width >= minimum && height >= minimum
            ? null
            : $"An image of {width} × {height} pixels is too small: {_options.Channels.Count} halvings need at least {minimum} × {minimum}.";
    }

    /// <inheritdoc/>
    public Tensor Score(Tensor current, Tensor next, Tensor step, Tensor? mask)
    {
        var t = time.Forward(step);                                                              // [N, time]
        var inputs = new List<Tensor> { current, next };
        if (_options.HighPassGain > 0)
        {
            var mean = functional.avg_pool2d(current, Three, OneByOne, OneByOne, count_include_pad: false); // [N, 1, H, W]
            inputs.Add((current - mean) * _options.HighPassGain);                                // [N, 1, H, W]
        }
        var h = PairInput.Join(inputs, mask, _options.MaskChannels);                             // [N, 3+K, H, W]
        for (var i = 0; i < convolutions.Count; i++)
            h = Leaky(convolutions[i].Forward(h), time_biases[i].Forward(t), Gain);              // [N, C_i, H/2^i, W/2^i]
        h = Leaky(last.Forward(MinibatchDeviation.Append(h)), null, 1);                          // [N, C, h, w]
        return output.ForwardExact(h).squeeze(1);                                                     // [N, h, w]
    }

    private static Tensor Leaky(Tensor x, Tensor? bias, double gain) => LayerKernels.For(x).Leaky(x, bias, gain);
}
