using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Sampling;

namespace EchoSynth.Training;

/// <summary>Draws held-out masks with fixed seeds and measures the images.</summary>
internal sealed class Validator
{
    private const int SamplesShown = 6, FirstSeed = 1_000_000, NoiseSteps = 20;
    private readonly EchoModel _model;
    private readonly ValidationOptions _options;
    private readonly EchoPair[] _pairs;
    private readonly int _batch;

    /// <param name="model">Its network is put into evaluation mode while it is measured.</param>
    /// <param name="heldOut">The pairs to choose from.</param>
    /// <param name="options">How many of them, and how many seeds.</param>
    /// <param name="batch">Images that go through the network together, on a GPU: no more than training has room for.</param>
    public Validator(EchoModel model, TrainingSet heldOut, ValidationOptions options, int batch)
    {
        (_model, _options, _batch) = (model, options, batch);
        var count = Math.Min(options.Pairs, heldOut.Pairs.Count);
        _pairs = [.. Enumerable.Range(0, count).Select(i => heldOut.Pairs[(int)((long)i * heldOut.Pairs.Count / count)])];
    }

    /// <summary>Measures the weights that are in the model now.</summary>
    public (ValidationReport Report, IReadOnlyList<ValidationSample> Samples) Run(CancellationToken cancellation)
    {
        using var sampler = new Sampler(_model, Sampling());
        var (fidelity, spectrum) = (new ImageFidelity(), new SpectrumError());
        var (spread, coarse, ensembles) = (new List<double>(), new List<double>(), new List<EnsembleScore>());
        var samples = new List<ValidationSample>();
        var drawn = sampler.Generate([.. _pairs.SelectMany((pair, i) => Requests(pair, i))], cancellationToken: cancellation).Select(s => s.Image).ToArray();
        var next = 0;
        for (var i = 0; i < _pairs.Length; i++)
        {
            var (item, real, mask) = _pairs[i];
            var seeds = Seeds(i);
            var images = drawn[next..(next += seeds)];
            var sector = Regions.Sector(mask, real);
            fidelity.Add(real, images[0], mask, sector);
            spectrum.Add(real, images[0], sector);
            if (seeds > 1)
            {
                spread.Add(SeedSpread.Measure(images, sector));
                coarse.Add(SeedSpread.MeasureCoarse(images, sector));
                ensembles.Add(EnsembleScore.Measure(images, real, sector));
                if (samples.Count < SamplesShown)
                    samples.Add(new ValidationSample(item.Id, mask, real, images));
            }
        }
        var f = fidelity.Report();
        return (new ValidationReport(f.Psnr, f.Ssim, f.Mse, f.TextureMyocardium, f.TextureSurround, spectrum.Decibels(), spread.Average(), coarse.Average(),
            ensembles.Average(e => e.Crps), ensembles.Average(e => e.Dispersion), f.Images), samples);
    }

    /// <summary>A thousand steps an image would take longer than the training; DDIM's few are near enough to watch it by.</summary>
    private SamplerOptions Sampling() => _model.Denoiser.Output == DenoiserOutput.Noise
        ? new SamplerOptions { MicroBatch = _batch, Method = SamplingMethod.Ddim, SamplingSteps = Math.Min(NoiseSteps, _model.Schedule.Steps) }
        : new SamplerOptions { MicroBatch = _batch };

    private int Seeds(int i) => Spreads(i) ? _options.Seeds : 1;

    private IEnumerable<SampleRequest> Requests(EchoPair pair, int i) =>
        Enumerable.Range(0, Seeds(i)).Select(s => new SampleRequest(pair.Mask, FirstSeed + (long)i * _options.Seeds + s, pair.Item.Id) { Domain = _model.Mask.Domains.Count > 0 ? pair.Item.Domain : null });

    /// <summary>Whether a pair is one of those drawn with several seeds, which are spread evenly, too.</summary>
    private bool Spreads(int i)
    {
        var count = Math.Min(_options.SpreadPairs, _pairs.Length);
        return i == 0 || (long)i * count / _pairs.Length != (long)(i - 1) * count / _pairs.Length;
    }
}
