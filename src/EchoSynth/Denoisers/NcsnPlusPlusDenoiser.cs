using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Tensors;
using EchoSynth.Validation;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Denoisers;

/// <summary>
/// The NCSN++ U-Net with FIR resampling, a residual input pyramid and a latent that enters by adaptive group norm:
/// the reference generator of denoising diffusion GANs. The mask is concatenated to the noisy image.
/// </summary>
/// <remarks>Sources: score SDE, arXiv 2011.13456; denoising diffusion GANs, arXiv 2112.07804. Safe for concurrent <see cref="Predict"/> in evaluation mode.</remarks>
public sealed class NcsnPlusPlusDenoiser : Module, IMaskConditionedDenoiser
{
    private readonly NcsnPlusPlusOptions _options;
    private readonly TimeMlp time;
    private readonly LatentMapping mapping;
    private readonly ConvolutionLayer stem, head;
    private readonly ModuleList<NcsnPlusPlusBlock> down, downsample, up, upsample;
    private readonly ModuleList<ConvolutionLayer> pyramid;
    private readonly ModuleList<FirResampling> pyramid_fir;
    private readonly ModuleList<SelfAttention> down_attention, up_attention;
    private readonly NcsnPlusPlusBlock middle1, middle2;
    private readonly SelfAttention middle_attention;
    private readonly Parameter norm_weight, norm_bias;

    /// <summary>Builds the network with fresh weights.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range, or an image size that the levels cannot halve; lists every error.</exception>
    public NcsnPlusPlusDenoiser(NcsnPlusPlusOptions? options = null)
        : base(nameof(NcsnPlusPlusDenoiser))
    {
        _options = options ??= new NcsnPlusPlusOptions();
        OptionsGuard.Validate(options, [.. options.FurtherErrors(), options.HasLevels ? CheckSize(options.ImageSize, options.ImageSize) : null]);
        var init = new ParameterInit((ulong)options.InitSeed);
        long nf = options.Width, timeWidth = 4 * nf, z = options.LatentEmbedding;
        var inputs = (long)options.ImageChannels + options.MaskChannels;
        var widths = options.Multipliers.Select(m => m * nf).ToArray();
        NcsnPlusPlusBlock Block(long from, long to, Resample resample = Resample.None) => new(init, from, to, timeWidth, z, resample);

        time = new TimeMlp(init, nf);
        mapping = new LatentMapping(init, options.LatentSize, z, options.LatentDepth);
        stem = new ConvolutionLayer(init, inputs, nf);
        (down, downsample, up, upsample, pyramid) = ([], [], [], [], []);
        (pyramid_fir, down_attention, up_attention) = ([], [], []);

        long c = nf, p = inputs;
        var skips = new Stack<long>([c]);
        for (var level = 0; level < widths.Length; level++)
        {
            for (var block = 0; block < options.BlocksPerLevel; block++)
            {
                down.append(Block(c, widths[level]));
                c = widths[level];
                if (HasAttention(level))
                    down_attention.append(new SelfAttention(init, c));
                skips.Push(c);
            }
            if (level == widths.Length - 1)
                break;
            downsample.append(Block(c, c, Resample.Down));
            pyramid_fir.append(new FirResampling(p, FirKind.Blur));
            pyramid.append(new ConvolutionLayer(init, p, c, stride: 2, padding: 0));
            p = c;
            skips.Push(c);
        }

        middle1 = Block(c, c);
        middle_attention = new SelfAttention(init, c);
        middle2 = Block(c, c);
        for (var level = widths.Length - 1; level >= 0; level--)
        {
            for (var block = 0; block <= options.BlocksPerLevel; block++)
            {
                up.append(Block(c + skips.Pop(), widths[level]));
                c = widths[level];
            }
            if (HasAttention(level))
                up_attention.append(new SelfAttention(init, c));
            if (level > 0)
                upsample.append(Block(c, c, Resample.Up));
        }
        norm_weight = ParameterInit.Constant(1, c);
        norm_bias = ParameterInit.Constant(0, c);
        head = new ConvolutionLayer(init, c, options.ImageChannels, scale: 0);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public string Kind => "ncsnpp";

    /// <inheritdoc/>
    public object Options => _options;

    /// <inheritdoc/>
    Module IMaskConditionedDenoiser.Module => this;

    /// <inheritdoc/>
    public int MaskChannels => _options.MaskChannels;

    /// <inheritdoc/>
    public DenoiserOutput Output => _options.Output;

    /// <inheritdoc/>
    public string? CheckSize(int width, int height)
    {
        var levels = _options.Multipliers.Count;
        var divisor = 1 << (levels - 1);
        return ImageSizes.Check(width, height, divisor, divisor, $"{levels} levels halve them {levels - 1} times");
    }

    /// <inheritdoc/>
    public int LatentLength(int width, int height) => Output == DenoiserOutput.Noise ? 0 : _options.LatentSize;

    /// <inheritdoc/>
    public MaskCondition Encode(Tensor mask) => new(TensorData.ChannelsLast(mask)); // [N, K, H, W]

    /// <inheritdoc/>
    public Tensor Predict(Tensor noisy, MaskCondition condition, Tensor step, Tensor latent)
    {
        using var scope = NewDisposeScope();
        var z = mapping.Forward(Output == DenoiserOutput.Noise
            ? zeros([noisy.shape[0], _options.LatentSize], noisy.dtype, noisy.device)
            : latent);                                                                // [N, z_emb]
        var t = functional.silu(time.Forward(step));                                  // [N, 4nf]
        var x = TensorData.ChannelsLast(cat([noisy, condition.Mask], 1));             // [N, 1+K, H, W]
        var shape = noisy.shape;
        var (height, width) = (shape[2], shape[3]);

        var h = stem.Forward(x);                                                      // [N, nf, H, W]
        var skips = new Stack<Tensor>([h]);
        var levels = _options.Multipliers.Count;
        int block = 0, attention = 0;
        for (var level = 0; level < levels; level++)
        {
            for (var i = 0; i < _options.BlocksPerLevel; i++)
            {
                h = down[block++].Forward(h, null, t, z);                             // [N, C_l, H_l, W_l]
                if (HasAttention(level))
                    h = h.Into(down_attention[attention++].Forward(h, height, width)); // [N, C_l, H_l, W_l]
                skips.Push(h);
            }
            if (level == levels - 1)
                break;
            (height, width) = (height / 2, width / 2);
            h = downsample[level].Forward(h, null, t, z);                             // [N, C_l, H_l/2, W_l/2]
            x = pyramid_fir[level].Forward(x);                                        // [N, C, H_l + 1, W_l + 1]
            x = x.Into(pyramid[level].Forward(x));                                    // [N, C_l, H_l/2, W_l/2]
            h = x = x.Into(h.Into(LayerKernels.For(h).AddScaled(x, h, Constants.InverseRoot2))); // [N, C_l, H_l/2, W_l/2]
            skips.Push(h);
        }

        h = middle1.Forward(h, null, t, z);                                           // [N, C_L, H_L, W_L]
        h = h.Into(middle_attention.Forward(h, height, width));                       // [N, C_L, H_L, W_L]
        h = h.Into(middle2.Forward(h, null, t, z));                                   // [N, C_L, H_L, W_L]

        (block, attention) = (0, 0);
        for (var level = levels - 1; level >= 0; level--)
        {
            for (var i = 0; i <= _options.BlocksPerLevel; i++)
            {
                using var skip = skips.Pop();
                h = h.Into(up[block++].Forward(h, skip, t, z));                       // [N, C_l, H_l, W_l]
            }
            if (HasAttention(level))
                h = h.Into(up_attention[attention++].Forward(h, height, width));      // [N, C_l, H_l, W_l]
            if (level == 0)
                break;
            h = h.Into(upsample[levels - 1 - level].Forward(h, null, t, z));          // [N, C_l, 2H_l, 2W_l]
            (height, width) = (height * 2, width * 2);
        }

        h = h.Into(Normalisation.Group(h, _options.Multipliers[0] * (long)_options.Width, norm_weight, norm_bias, silu: true, exact: true)); // [N, nf, H, W]
        h = h.Into(head.ForwardExact(h));                                             // [N, 1, H, W]
        return (Output == DenoiserOutput.Noise ? h : h.tanh()).MoveToOuterDisposeScope(); // [N, 1, H, W]
    }

    /// <summary>Takes the weights from a safetensors file with the parameter names of the published code (all_modules.N.…, z_transform.N.…).</summary>
    /// <param name="path">The file; docs/reference-weights.md says how to write it from a .pth file and which names it needs.</param>
    /// <exception cref="Checkpoints.ModelFormatException">The file is missing or damaged, or tensors are missing, unknown, of another shape or type, or not finite: each is named, and nothing has been loaded.</exception>
    public void LoadReferenceWeights(string path) => Checkpoints.ReferenceWeights.Load(this, _options, path);

    /// <summary>Writes the weights to a safetensors file with the parameter names of the published code: what <see cref="LoadReferenceWeights"/> reads.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void SaveReferenceWeights(string path) => Checkpoints.ReferenceWeights.Save(this, _options, path);

    private bool HasAttention(int level) => _options.HasAttention(level);
}
