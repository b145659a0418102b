using System.Diagnostics;
using System.Globalization;
using EchoSynth.Denoisers;
using EchoSynth.Evaluation;
using EchoSynth.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Benchmarks;

/// <summary>
/// Parameters, arithmetic and time of the small presets beside NCSN++ at the same image size: one image in four steps (the mask encoded once), one thread, untrained weights
/// (the arithmetic is the same). The two of a size take turns, so that whatever else the machine does hits both; medians.
/// </summary>
internal static class PresetComparison
{
    private const int Steps = 4;

    public static int Print(int repeats)
    {
        set_num_threads(1);
        Console.WriteLine("size  network         parameters  GFLOP/image  ratio  ms/image  ratio (range over the rounds)");
        Compare(64, ModelPreset.Small64.Name, ModelPreset.Small64.CreateModel().Denoiser, ModelPreset.NcsnPlusPlus64.Name, ModelPreset.NcsnPlusPlus64.CreateModel().Denoiser, repeats);
        Compare(128, ModelPreset.Small128.Name, ModelPreset.Small128.CreateModel().Denoiser, "NCSN++ default", new NcsnPlusPlusDenoiser(new NcsnPlusPlusOptions { ImageSize = 128 }), repeats);
        Compare(256, ModelPreset.Small256.Name, ModelPreset.Small256.CreateModel().Denoiser, "NCSN++ default", ModelPreset.Reference256.CreateModel().Denoiser, repeats);
        return 0;
    }

    private static void Compare(int size, string smallName, IMaskConditionedDenoiser small, string largeName, IMaskConditionedDenoiser large, int repeats)
    {
        using (small)
        using (large)
        {
            Milliseconds(small, size);
            Milliseconds(large, size);
            double[] a = new double[repeats], b = new double[repeats];
            for (var i = 0; i < repeats; i++)
                (a[i], b[i]) = (Milliseconds(small, size), Milliseconds(large, size));
            var ratios = a.Zip(b, (x, y) => x / y).Order().ToArray();
            NetworkCost first = NetworkCost.Of(small, size, size), second = NetworkCost.Of(large, size, size);
            double Giga(NetworkCost cost) => cost.FlopPerImage(Steps) / 1e9;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,4}  {largeName,-14}  {second.Parameters,10:N0}  {Giga(second),11:0.00}  {1,5}  {Median(b),8:0.0}  1"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{size,4}  {smallName,-14}  {first.Parameters,10:N0}  {Giga(first),11:0.00}  {Giga(first) / Giga(second),5:0.000}  {Median(a),8:0.0}  {Median(ratios):0.000} ({ratios[0]:0.000}-{ratios[^1]:0.000})"));
        }
    }

    private static double Milliseconds(IMaskConditionedDenoiser net, int size)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Tensor mask = zeros(1, net.MaskChannels, size, size), x = zeros(1, 1, size, size), z = ones(1, net.LatentLength(size, size));
        var steps = Enumerable.Range(0, Steps).Select(t => full([1], t, int64)).ToArray();
        var start = Stopwatch.GetTimestamp();
        var condition = net.Encode(mask);
        for (var t = Steps - 1; t >= 0; t--)
        {
            using var inner = NewDisposeScope();
            net.Predict(x, condition, steps[t], z);
        }
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
