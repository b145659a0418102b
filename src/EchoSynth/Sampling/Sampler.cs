using System.Runtime.CompilerServices;
using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Kernels;
using EchoSynth.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Sampling;

/// <summary>Makes images from anatomical masks with a trained model (algorithm §4 and §8).</summary>
/// <remarks>
/// An image depends on the weights, the mask, its seed and the options only: not on the batch, its place in it, or who else is sampling.
/// Noise is a pure function of the seed on every device (to the last place of a float32: a GPU makes large noise itself). Safe for concurrent use.
/// </remarks>
public sealed class Sampler : IDisposable
{
    // Streams of one image's noise: x_T, then per step the latent and the noise it adds.
    private const ulong StartStream = 0, LatentStream = 0x1_0000, StepStream = 0x2_0000;

    private readonly EchoModel _model;
    private readonly SamplerOptions _options;
    private readonly ReverseProcess _process;
    private volatile bool _disposed;

    /// <summary>Makes a sampler.</summary>
    /// <param name="model">The model; stays the caller's.</param>
    /// <param name="options">Options; defaults when null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range, or not for this model; lists every error.</exception>
    public Sampler(EchoModel model, SamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _options = options ?? new SamplerOptions();
        _model = model;
        MicroBatch = model.Device.type == DeviceType.CPU ? 1 : _options.MicroBatch;
        _process = new ReverseProcess(model, _options, MicroBatch);
    }

    /// <summary>Images that go through the network together.</summary>
    internal int MicroBatch { get; }

    /// <summary>How images are drawn.</summary>
    internal SamplingMethod Method => ReverseProcess.Method(_model, _options);

    /// <summary>Makes one image.</summary>
    /// <exception cref="ArgumentException">The model needs a sector and neither the mask nor the model has one; or it needs a domain, and the options name none.</exception>
    public EchoImage Generate(AnatomyMask mask, long seed)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return Generate([new SampleRequest(mask, seed)])[0].Image;
    }

    /// <summary>Makes many images, in the order of the requests.</summary>
    /// <param name="requests">What to make.</param>
    /// <param name="progress">Told after each micro-batch.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="ArgumentException">The model needs a sector and neither a mask nor the model has one; or a strength is out of range, a source image not as large as its mask, or a domain not one of the model's.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<SyntheticImage> Generate(IReadOnlyList<SampleRequest> requests, IProgress<SamplingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        using var helpers = HelperThreads.Use();
        var start = TimeProvider.System.GetTimestamp();
        var results = new List<SyntheticImage>(requests.Count);
        foreach (var part in requests.Chunk(MicroBatch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.AddRange(Run(part, cancellationToken));
            var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
            var rate = seconds > 0 ? results.Count / seconds : 0;
            progress?.Report(new SamplingProgress(results.Count, requests.Count, rate, TimeSpan.FromSeconds(rate > 0 ? (requests.Count - results.Count) / rate : 0)));
        }
        return results;
    }

    /// <summary>Makes images as they are asked for; requests are read one micro-batch ahead at most.</summary>
    /// <param name="requests">What to make; may be endless.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public async IAsyncEnumerable<SyntheticImage> GenerateAsync(IAsyncEnumerable<SampleRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var waiting = new List<SampleRequest>(MicroBatch);
        await foreach (var request in requests.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            waiting.Add(request);
            if (waiting.Count < MicroBatch)
                continue;
            foreach (var image in await Task.Run(() => Run(waiting, cancellationToken), cancellationToken).ConfigureAwait(false))
                yield return image;
            waiting.Clear();
        }
        if (waiting.Count == 0)
            yield break;
        foreach (var image in await Task.Run(() => Run(waiting, cancellationToken), cancellationToken).ConfigureAwait(false))
            yield return image;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _process.Dispose();
    }

    private List<SyntheticImage> Run(IReadOnlyList<SampleRequest> requests, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed || _model.IsDisposed, this);
        using var helpers = HelperThreads.Use();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var precision = MixedPrecision.Use(_options.Precision);
        var masks = requests.Select(Fit).ToArray();
        var domains = requests.Select(Domain).ToArray();
        int size = _model.ImageSize, n = MicroBatch, latentLength = _model.Denoiser.LatentLength(size, size);
        var device = _model.Device;
        int Source(int row) => Math.Min(row, requests.Count - 1); // rows beyond the requests repeat the last one

        ulong Seed(int row) => (ulong)requests[Source(row)].Seed;
        Tensor Noise(ulong stream, params long[] shape) => DeviceNoise.Suits(device, shape.Aggregate(1L, (a, b) => a * b))
            ? DeviceNoise.Normal(device, [.. Enumerable.Range(0, n).Select(Seed)], stream, shape.Aggregate(1L, (a, b) => a * b)).reshape([n, .. shape])
            : TensorData.Rows(n, shape, (row, values) => PhiloxNoise.Normal(values, Seed(row), stream)).to(device);

        var oneHot = TensorData.Rows(n, [_model.Mask.Channels, size, size], (row, channels) => _model.Mask.Encode(masks[Source(row)], channels, domains[Source(row)])).to(device);
        var condition = _model.Denoiser.Encode(oneHot);
        var x = Noise(StartStream, 1, size, size);                                                    // [N, 1, H, W]
        var (first, ε) = (requests.Select(_process.First).ToArray(), x);
        var sources = requests.Any(IsGuided) ? TensorData.Rows(n, [1, size, size], (row, values) => Clean(requests[Source(row)], values)).to(device) : null; // [N, 1, H, W]
        for (var s = first.Min(); s < _process.Steps.Count; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var step = _process.Steps[s];
            if (sources is not null)
                x = ReverseProcess.Enter(step, x, sources, ε, [.. Enumerable.Range(0, n).Select(row => IsGuided(requests[Source(row)]) && first[Source(row)] == s)]); // [N, 1, H, W]
            var z = Noise(LatentStream + (ulong)step.Index, latentLength);                            // [N, L]
            var clean = _process.Clean(step, x, _model.Denoiser.Predict(x, condition, _process.Index(s), z)); // [N, 1, H, W]
            var η = step.Deviation == 0 ? null : Noise(StepStream + (ulong)step.Index, 1, size, size); // [N, 1, H, W]
            var next = ReverseProcess.Next(step, x, clean, η).MoveToOuterDisposeScope();              // [N, 1, H, W]
            if (!ReferenceEquals(x, ε))
                x.Dispose();
            x = next;
        }
        var pixels = TensorData.ToFloats(x);
        return requests.Select((request, i) => new SyntheticImage(request, ToImage(pixels.AsSpan(i * size * size, size * size), masks[i]), masks[i])).ToList();
    }

    private static bool IsGuided(SampleRequest request) => request is { Source: not null, Strength: < 1 };

    /// <summary>The source image in [−1, 1] at the model's size; black where there is none.</summary>
    private void Clean(SampleRequest request, Span<float> values)
    {
        values.Fill(-1);
        if (request.Source is not { } source)
            return;
        var fitted = source.Width == _model.ImageSize && source.Height == _model.ImageSize ? source : Resampling.FitToSquare(source, _model.ImageSize);
        for (var i = 0; i < values.Length; i++)
            values[i] = 2 * fitted.Pixels[i] - 1;
    }

    private string? Domain(SampleRequest request)
    {
        var domain = request.Domain ?? _options.Domain;
        return _model.Mask.DomainProblem(domain) is { } problem ? throw new ArgumentException($"Request '{request.Id}' {problem}") : domain;
    }

    private AnatomyMask Fit(SampleRequest request)
    {
        var size = _model.ImageSize;
        var mask = request.Mask.Width == size && request.Mask.Height == size ? request.Mask : Resampling.FitToSquare(request.Mask, size);
        if (!_model.Mask.Sector || mask.HasSector)
            return mask;
        if (_model.DefaultSector is { } sector)
            return mask.WithSector(sector as bool[] ?? [.. sector]);
        throw new ArgumentException($"Mask '{request.Id}' carries no sector (label 4), which this model needs, and the model folder has no sector.png to fall back on. Mark the sector with AnatomyMask.WithSector.");
    }

    private EchoImage ToImage(ReadOnlySpan<float> values, AnatomyMask mask)
    {
        var clear = _options.ClearOutsideSector && _model.Mask.Sector;
        var pixels = new float[values.Length];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = clear && mask.Labels[i] == 0 ? 0 : Math.Clamp((values[i] + 1) / 2, 0, 1);
        return new EchoImage(mask.Width, mask.Height, pixels, mask.Spacing);
    }
}
