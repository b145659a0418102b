using System.Runtime.CompilerServices;
using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Kernels;
using EchoSynth.Telemetry;
using EchoSynth.Tensors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Sampling;

/// <summary>Makes images from anatomical masks with a trained model (algorithm §4 and §8).</summary>
/// <remarks>
/// An image depends on the weights, the mask, its seed and the options only: not on the batch, its place in it, or who else is sampling.
/// Noise is a pure function of the seed on every device (to the last place of a float32: a GPU makes large noise itself).
/// <para>
/// Safe for concurrent use: any number of threads may draw with one sampler, or with several of one model, and get the images they would get alone. Dispose of it when none draws any more.
/// </para>
/// <para>
/// Where the memory of a GPU is not enough for a micro-batch, it is halved, for this sampler and from then on, and drawn again, with a warning (event 2002); what does not fit alone is a
/// <see cref="DeviceMemoryException"/>.
/// </para>
/// </remarks>
public sealed class Sampler : IDisposable
{
    // Streams of one image's noise: x_T, then per step the latent and the noise it adds.
    private const ulong StartStream = 0, LatentStream = 0x1_0000, StepStream = 0x2_0000;

    private readonly EchoModel _model;
    private readonly SamplerOptions _options;
    private readonly ReverseProcess _process;
    private readonly ILogger _logger;
    private readonly EchoSynthMetrics _metrics;
    private readonly bool _mayHalve;
    private int _microBatch;
    private volatile bool _disposed;

    /// <summary>Prepares drawing with a model: the options are checked against it, and the steps of its schedule chosen.</summary>
    /// <param name="model">The model; stays the caller's.</param>
    /// <param name="options">Options; defaults when null.</param>
    /// <param name="logger">Where to log; nowhere when null.</param>
    /// <param name="metrics">Where to count; the process's shared meter when null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range, or not for this model; lists every error.</exception>
    public Sampler(EchoModel model, SamplerOptions? options = null, ILogger<Sampler>? logger = null, EchoSynthMetrics? metrics = null)
        : this(model, options, logger, metrics, mayHalve: true)
    {
    }

    /// <param name="model">The model.</param>
    /// <param name="options">Options; defaults when null.</param>
    /// <param name="logger">Where to log; nowhere when null.</param>
    /// <param name="metrics">Where to count; the process's shared meter when null.</param>
    /// <param name="mayHalve">Whether the micro-batch may be halved; false where it is written down with the images.</param>
    /// <param name="microBatch">A micro-batch for any device; null for the one that suits the device.</param>
    internal Sampler(EchoModel model, SamplerOptions? options, ILogger? logger, EchoSynthMetrics? metrics, bool mayHalve, int? microBatch = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _options = options ?? new SamplerOptions();
        (_model, _logger, _metrics, _mayHalve) = (model, logger ?? NullLogger.Instance, metrics ?? EchoSynthMetrics.Shared, mayHalve);
        _microBatch = microBatch ?? (model.Device.type == DeviceType.CPU ? 1 : _options.MicroBatch);
        _process = new ReverseProcess(model, _options, _microBatch);
    }

    /// <summary>Images that go through the network together, from now on.</summary>
    internal int MicroBatch => Volatile.Read(ref _microBatch);

    /// <summary>How images are drawn.</summary>
    internal SamplingMethod Method => ReverseProcess.Method(_model, _options);

    /// <summary>Draws one image of <see cref="Checkpoints.EchoModel.ImageSize"/> pixels a side, grey values in [0, 1]; the same seed gives the same image.</summary>
    /// <exception cref="ArgumentException">The model needs a sector and neither the mask nor the model has one; or it needs a domain, and the options name none.</exception>
    /// <exception cref="DeviceMemoryException">The device's memory is not enough for one image.</exception>
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
    /// <exception cref="DeviceMemoryException">The device's memory is not enough for one image.</exception>
    public IReadOnlyList<SyntheticImage> Generate(IReadOnlyList<SampleRequest> requests, IProgress<SamplingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        using var helpers = HelperThreads.Use();
        using var drawing = new DrawingSpan(_metrics, _model, requests.Count, _process.Steps.Count);
        try
        {
            var start = TimeProvider.System.GetTimestamp();
            var results = new List<SyntheticImage>(requests.Count);
            while (results.Count < requests.Count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var drawn = Next(requests, results.Count, drawing, cancellationToken);
                results.AddRange(drawn);
                drawing.Drew(drawn.Count);
                var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
                var rate = seconds > 0 ? results.Count / seconds : 0;
                progress?.Report(new SamplingProgress(results.Count, requests.Count, rate, TimeSpan.FromSeconds(rate > 0 ? (requests.Count - results.Count) / rate : 0)));
            }
            Events.ImagesDrawn(_logger, results.Count, TimeProvider.System.GetElapsedTime(start).TotalSeconds);
            return results;
        }
        catch (Exception e) when (drawing.Failed(e))
        {
            throw; // not reached: the filter notes the error and lets it go by
        }
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
            foreach (var image in await Task.Run(() => Generate(waiting, null, cancellationToken), cancellationToken).ConfigureAwait(false))
                yield return image;
            waiting.Clear();
        }
        if (waiting.Count == 0)
            yield break;
        foreach (var image in await Task.Run(() => Generate(waiting, null, cancellationToken), cancellationToken).ConfigureAwait(false))
            yield return image;
    }

    /// <summary>Draws a micro-batch of blank masks and throws it away: on a GPU the micro-batch is then one that fits.</summary>
    internal void Probe(CancellationToken cancellationToken)
    {
        var size = _model.ImageSize;
        var blank = new AnatomyMask(size, size, [.. Enumerable.Repeat((byte)AnatomyLabel.Sector, size * size)]);
        var domain = _options.Domain ?? (_model.Mask.Domains is [var first, ..] ? first : null);
        Generate([.. Enumerable.Range(0, MicroBatch).Select(i => new SampleRequest(blank, i) { Domain = domain })], null, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _process.Dispose();
    }

    /// <summary>The next micro-batch of some requests, as large as the device's memory allows.</summary>
    private List<SyntheticImage> Next(IReadOnlyList<SampleRequest> requests, int from, DrawingSpan drawing, CancellationToken cancellationToken)
    {
        while (true)
        {
            var n = MicroBatch;
            try
            {
                return Run([.. requests.Skip(from).Take(n)], n, drawing, cancellationToken);
            }
            catch (Exception e) when (DeviceMemory.IsExhausted(e))
            {
                drawing.RanOutOfMemory();
                if (n == 1 || !_mayHalve)
                    throw TooLarge(n, e);
                // Another thread may have halved it already.
                if (Interlocked.CompareExchange(ref _microBatch, n / 2, n) == n)
                    Events.MicroBatchHalved(_logger, _model.Device.ToString(), n, n / 2, DeviceMemory.Words(e));
            }
        }
    }

    private DeviceMemoryException TooLarge(int n, Exception cause)
    {
        var (size, device) = (_model.ImageSize, _model.Device);
        var help = n == 1
            ? $"Draw in fewer threads at once, free memory on the device, {(_options.Precision == Precision.Full && device.type != DeviceType.CPU ? "compute in MixedBFloat16, " : "")}or take a smaller model."
            : $"Set MicroBatch to {n / 2}; where a data set was begun with {n}, begin it anew in another folder, since the last bits of images depend on it.";
        return new DeviceMemoryException($"The memory of {device} is not enough for {(n == 1 ? "one image" : $"{n} images at once")} of {size} × {size} ({DeviceMemory.Words(cause)}). {help}", cause);
    }

    private List<SyntheticImage> Run(IReadOnlyList<SampleRequest> requests, int n, DrawingSpan drawing, CancellationToken cancellationToken)
    {
        using var timed = drawing.Batch();
        ObjectDisposedException.ThrowIf(_disposed || _model.IsDisposed, this);
        using var helpers = HelperThreads.Use();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var precision = MixedPrecision.Use(_options.Precision);
        var masks = requests.Select(Fit).ToArray();
        var domains = requests.Select(Domain).ToArray();
        int size = _model.ImageSize, latentLength = _model.Denoiser.LatentLength(size, size);
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
            var clean = _process.Clean(step, x, _model.Denoiser.Predict(x, condition, _process.Index(s, n), z)); // [N, 1, H, W]
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
