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

    public Validator(EchoModel model, TrainingSet heldOut, ValidationOptions options)
    {
        (_model, _options) = (model, options);
        var count = Math.Min(options.Pairs, heldOut.Pairs.Count);
        _pairs = [.. Enumerable.Range(0, count).Select(i => heldOut.Pairs[(int)((long)i * heldOut.Pairs.Count / count)])];
    }

    /// <summary>Measures the weights that are in the model now.</summary>
    public (ValidationReport Report, IReadOnlyList<ValidationSample> Samples) Run(CancellationToken cancellation)
    {
        using var sampler = new Sampler(_model, Sampling());
        var (fidelity, spectrum) = (new ImageFidelity(), new SpectrumError());
        var (spread, coarse) = (new List<double>(), new List<double>());
        var samples = new List<ValidationSample>();
        for (var i = 0; i < _pairs.Length; i++)
        {
            var (item, real, mask) = _pairs[i];
            var seeds = Spreads(i) ? _options.Seeds : 1;
            var images = sampler.Generate(
                [.. Enumerable.Range(0, seeds).Select(s => new SampleRequest(mask, FirstSeed + (long)i * _options.Seeds + s, item.Id))], cancellationToken: cancellation)
                .Select(s => s.Image).ToArray();
            var sector = Regions.Sector(mask, real);
            fidelity.Add(real, images[0], mask, sector);
            spectrum.Add(real, images[0], sector);
            if (seeds > 1)
            {
                spread.Add(SeedSpread.Measure(images, sector));
                coarse.Add(SeedSpread.MeasureCoarse(images, sector));
                if (samples.Count < SamplesShown)
                    samples.Add(new ValidationSample(item.Id, mask, real, images));
            }
        }
        var f = fidelity.Report();
        return (new ValidationReport(f.Psnr, f.Ssim, f.Mse, f.TextureMyocardium, f.TextureSurround, spectrum.Decibels(), spread.Average(), coarse.Average(), f.Images), samples);
    }

    /// <summary>A thousand steps an image would take longer than the training; DDIM's few are near enough to watch it by.</summary>
    private SamplerOptions Sampling() => _model.Denoiser.Output == DenoiserOutput.Noise
        ? new SamplerOptions { Method = SamplingMethod.Ddim, SamplingSteps = Math.Min(NoiseSteps, _model.Schedule.Steps) }
        : new SamplerOptions();

    /// <summary>Whether a pair is one of those drawn with several seeds, which are spread evenly, too.</summary>
    private bool Spreads(int i)
    {
        var count = Math.Min(_options.SpreadPairs, _pairs.Length);
        return i == 0 || (long)i * count / _pairs.Length != (long)(i - 1) * count / _pairs.Length;
    }
}
