using EchoSynth.Networks;
using EchoSynth.Tensors;
using EchoSynth.Validation;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Denoisers;

/// <summary>
/// A small, fast U-Net in which the mask enters by spatially adaptive normalisation at every scale (SPADE, arXiv 1903.07291);
/// a space-to-depth stem keeps most of the work at low resolution. What depends on the mask alone is computed once per image.
/// </summary>
/// <remarks>Safe for concurrent <see cref="Predict"/> in evaluation mode.</remarks>
public sealed class SpadeUNetDenoiser : Module, IMaskConditionedDenoiser
{
    private readonly SpadeUNetOptions _options;
    private readonly TimeMlp time;
    private readonly LatentMapping mapping;
    private readonly ModuleList<ConvolutionLayer> mask_features;
    private readonly ConvolutionLayer stem, head;
    private readonly ModuleList<SpadeBlock> down, up;
    private readonly SpadeBlock middle;
    private readonly SelfAttention attention;
    private readonly SpadeNorm norm;

    /// <summary>Builds the network with fresh weights.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    public SpadeUNetDenoiser(SpadeUNetOptions? options = null)
        : base(nameof(SpadeUNetDenoiser))
    {
        _options = options ??= new SpadeUNetOptions();
        OptionsGuard.Validate(options, [.. options.FurtherErrors()]);
        var init = new ParameterInit((ulong)options.InitSeed);
        long nf = options.Width, style = 4 * nf + options.LatentEmbedding, folded = options.SpaceToDepth * (long)options.SpaceToDepth;
        long features = options.MaskFeatures;
        var widths = options.Multipliers.Select(m => m * nf).ToArray();
        SpadeBlock Block(long from, long to) => new(init, from, to, style, features, options.LayerNoise);

        time = new TimeMlp(init, nf);
        mapping = new LatentMapping(init, options.LatentSize, options.LatentEmbedding, options.LatentDepth);
        mask_features = [];
        for (var level = 0; level < widths.Length; level++)
            mask_features.append(new ConvolutionLayer(init, level == 0 ? options.MaskChannels * folded : features, features));
        stem = new ConvolutionLayer(init, folded, nf);
        (down, up) = ([], []);
        var c = nf;
        foreach (var width in widths)
        {
            down.append(Block(c, width));
            c = width;
        }
        middle = Block(c, c);
        attention = new SelfAttention(init, c);
        foreach (var width in widths.Reverse())
        {
            up.append(Block(c + width, width));
            c = width;
        }
        norm = new SpadeNorm(init, c, style, features);
        head = new ConvolutionLayer(init, c, folded, scale: 0);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public string Kind => "spade-unet";

    /// <inheritdoc/>
    public object Options => _options;

    /// <inheritdoc/>
    Module IMaskConditionedDenoiser.Module => this;

    /// <inheritdoc/>
    public int MaskChannels => _options.MaskChannels;

    private int Levels => _options.Multipliers.Count;

    /// <inheritdoc/>
    public DenoiserOutput Output => _options.Output;

    /// <inheritdoc/>
    public string? CheckSize(int width, int height)
    {
        var divisor = _options.SpaceToDepth << (Levels - 1);
        return ImageSizes.Check(width, height, divisor, 2 * divisor, $"space to depth {_options.SpaceToDepth}, then {Levels} levels");
    }

    /// <inheritdoc/>
    public int LatentLength(int width, int height) =>
        Output == DenoiserOutput.Noise ? 0 : _options.LatentSize + NoiseMaps(height, width).Sum(m => m.Length);

    /// <inheritdoc/>
    public MaskCondition Encode(Tensor mask)
    {
        var m = Fold(mask);                                         // [N, K·s², H/s, W/s]
        var pyramid = new List<Tensor>();
        for (var level = 0; level < Levels; level++)
        {
            if (level > 0)
                m = functional.avg_pool2d(m, 2);                    // [N, F, H_l, W_l]
            m = functional.silu(mask_features[level].Forward(m));   // [N, F, H_l, W_l]
            pyramid.Add(m);
        }
        if (training)
            return new MaskCondition(mask, Bare(pyramid)) { Bare = true };
        var modulations = new List<Tensor>();                       // [N, 2C, H_l, W_l] each
        for (var level = 0; level < Levels; level++)
            modulations.AddRange(down[level].Encode(pyramid[level]));
        modulations.AddRange(middle.Encode(pyramid[^1]));
        for (var level = Levels - 1; level >= 0; level--)
            modulations.AddRange(up[Levels - 1 - level].Encode(pyramid[level]));
        modulations.Add(norm.Encode(pyramid[0]));
        return new MaskCondition(mask, modulations);
    }

    /// <inheritdoc/>
    public Tensor Predict(Tensor noisy, MaskCondition condition, Tensor step, Tensor latent)
    {
        using var scope = NewDisposeScope();
        var shape = noisy.shape;
        var (n, height, width) = (shape[0], shape[2], shape[3]);
        var z = mapping.Forward(Output == DenoiserOutput.Noise
            ? zeros([n, _options.LatentSize], noisy.dtype, noisy.device)
            : latent.narrow(1, 0, _options.LatentSize));                                   // [N, z_emb]
        var style = functional.silu(cat([time.Forward(step), z], 1));                      // [N, 4nf + z_emb]
        var maps = NoiseMaps((int)height, (int)width)
            .Select(m => latent.narrow(1, m.Start, m.Length).reshape(n, 2, m.Height, m.Width)).ToArray(); // [N, 2, H_l, W_l] each

        var block = 0;
        Tensor Run(SpadeBlock b, Tensor x, Tensor? skip = null)
        {
            var i = block++;
            return b.Forward(x, skip, condition.Features[2 * i], condition.Features[2 * i + 1], condition.Bare, style, maps.Length > 0 ? maps[i] : null);
        }

        var h = stem.Forward(Fold(noisy));                                                 // [N, nf, H/s, W/s]
        var skips = new Stack<Tensor>();
        for (var level = 0; level < Levels; level++)
        {
            if (level > 0)
                h = functional.avg_pool2d(h, 2);                                           // [N, C, H_l, W_l]
            h = Run(down[level], h);                                                       // [N, C_l, H_l, W_l]
            skips.Push(h);
        }
        h = Run(middle, h);                                                                // [N, C_L, H_L, W_L]
        var smallest = (_options.SpaceToDepth << (Levels - 1));
        h = h.Into(attention.Forward(h, height / smallest, width / smallest));             // [N, C_L, H_L, W_L]
        for (var level = Levels - 1; level >= 0; level--)
        {
            if (level < Levels - 1)
                h = h.Into(functional.interpolate(h, scale_factor: [2, 2]));               // [N, C, H_l, W_l]
            using var skip = skips.Pop();
            h = h.Into(Run(up[Levels - 1 - level], h, skip));                              // [N, C_l, H_l, W_l]
        }
        h = h.Into(condition.Bare
            ? norm.ActivatedBy(condition.Features[^1], h, style, exact: true)
            : norm.Activated(h, condition.Features[^1], style, exact: true));              // [N, nf, H/s, W/s]
        h = h.Into(head.ForwardExact(h));                                                  // [N, s², H/s, W/s]
        if (_options.SpaceToDepth > 1)
            h = functional.pixel_shuffle(h, _options.SpaceToDepth);                        // [N, 1, H, W]
        return (Output == DenoiserOutput.Noise ? h : h.tanh()).MoveToOuterDisposeScope();  // [N, 1, H, W]
    }

    /// <summary>The features of each norm, in the order of the modulations.</summary>
    private static List<Tensor> Bare(List<Tensor> pyramid)
    {
        var features = pyramid.SelectMany(m => new[] { m, m }).ToList(); // [N, F, H_l, W_l] each
        features.AddRange([pyramid[^1], pyramid[^1]]);
        features.AddRange(Enumerable.Reverse(pyramid).SelectMany(m => new[] { m, m }));
        features.Add(pyramid[0]);
        return features;
    }

    /// <summary>[N, C, H, W] → [N, C·s², H/s, W/s]</summary>
    private Tensor Fold(Tensor x) =>
        TensorData.ChannelsLast(_options.SpaceToDepth > 1 ? functional.pixel_unshuffle(x, _options.SpaceToDepth) : x);

    /// <summary>Where each block's two noise maps lie in the latent, after the nz numbers of z; empty without layer noise.</summary>
    private IEnumerable<(int Start, int Length, int Height, int Width)> NoiseMaps(int height, int width)
    {
        if (_options.LayerNoise == 0)
            yield break;
        var start = _options.LatentSize;
        for (var block = 0; block <= 2 * Levels; block++)
        {
            var level = block < Levels ? block : block == Levels ? Levels - 1 : 2 * Levels - block;
            var (h, w) = (height / (_options.SpaceToDepth << level), width / (_options.SpaceToDepth << level));
            yield return (start, 2 * h * w, h, w);
            start += 2 * h * w;
        }
    }
}
