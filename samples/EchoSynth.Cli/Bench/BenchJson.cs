using System.Text.Json;
using EchoSynth.Speed;
using EchoSynth.Tensors;

namespace EchoSynth.Cli.Bench;

/// <summary>The figures as programs read them: seconds, bytes, operations; null for what was not measured or is not known.</summary>
internal static class BenchJson
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(BenchResult result) => JsonSerializer.Serialize(new
    {
        complete = result.Complete,
        machine = result.Machine.ToDictionary(m => m.Name, m => m.Value),
        otherPrograms = result.Others,
        peak = result.Peak is not { } peak ? null : new
        {
            convolutionFp32 = peak.Convolution(),
            convolutionBf16 = peak.Convolution(Precision.MixedBFloat16),
            matrixProductFp32 = peak.MatrixProduct(),
            matrixProductBf16 = peak.MatrixProduct(Precision.MixedBFloat16),
            copy = peak.Copy,
            operators = peak.Figures.Select(f => new { name = f.Name, amount = f.Amount, seconds = Times(f.Time) }),
        },
        networks = result.Networks.Select(n => Network(n, result.Peak)),
    }, s_options) + "\n";

    private static object Network(BenchNetwork network, MachinePeak? peak)
    {
        var (s, cost) = (network.Sampling, network.Sampling.Cost);
        return new
        {
            name = network.Name,
            size = network.Size,
            steps = s.Steps,
            batch = s.Batch,
            precision = s.Precision == Precision.Full ? "full" : "bf16",
            parameters = cost?.Parameters,
            flopPerImage = cost?.FlopPerImage(s.Steps),
            bytesPerImage = cost?.BytesPerImage(s.Steps),
            weightBytesPerStep = cost?.WeightBytesPerStep,
            activationBytesPerStep = cost?.ActivationBytesPerStep,
            secondsPerImage = Times(s.Image),
            imagesPerSecond = 1 / s.Image.Median,
            flopPerSecond = s.FlopPerSecond,
            shareOfPeak = s.FlopPerSecond / peak?.Convolution(s.Precision),
            shareOfRoof = cost is null ? null : s.FlopPerSecond / peak?.Bound(cost.FlopPerImage(s.Steps), cost.BytesPerImage(s.Steps), s.Precision),
            peakMemory = network.SamplingMemory,
            noise = Times(s.Noise),
            pngEncoding = Times(s.Encoding),
            pngOnDisk = Times(network.Writing),
            pngReading = Times(network.Reading),
            training = network.Training is not { } training ? null : new { batch = training.Batch, secondsPerStep = Times(training.Step), imagesPerSecond = training.ImagesPerSecond, peakMemory = network.TrainingMemory },
        };
    }

    private static object? Times(Timing? timing) => timing is null ? null : new { count = timing.Count, median = timing.Median, low = timing.Low, high = timing.High };
}
