using System.Diagnostics;
using System.Globalization;
using EchoSynth.Checkpoints;
using EchoSynth.Sampling;
using EchoSynth.Speed;
using EchoSynth.Training;
using TorchSharp;

namespace EchoSynth.Benchmarks;

/// <summary>Measures what more images and more pixels cost, and draws it: both should be straight lines through nothing.</summary>
internal static class LinearCost
{
    private const string Ncsn = "NCSN++";
    private static readonly int[] s_calls = [1, 2, 4, 8, 16], s_sizes = [64, 128, 192, 256];
    private static readonly string[] s_networks = ["small-64", "small-128", "small-256", "ncsnpp-64", "ncsnpp-128", "ncsnpp-256"];

    /// <param name="arguments">OUT.svg|png [ROUNDS] [NETWORK,...|all] [cpu|cuda[:N]]</param>
    public static int Run(string[] arguments)
    {
        if (arguments is not [var output, ..])
            throw new UsageException($"usage: linear OUT.svg|png [ROUNDS] [NETWORK,...|all] [cpu|cuda[:N]]; networks are {string.Join(", ", s_networks)}");
        if (LinearFigure.Problem(output) is { } problem)
            throw new UsageException($"linear: {problem}");
        var rounds = Arguments.Number(arguments, 1, 5, "linear: ROUNDS");
        var networks = arguments.Length > 2 && arguments[2] != "all" ? arguments[2].Split(',') : s_networks;
        if (networks.FirstOrDefault(n => !s_networks.Contains(n, StringComparer.Ordinal)) is { } unknown)
            throw new UsageException($"linear: there is no network '{unknown}'; networks are {string.Join(", ", s_networks)}, and all.");
        torch.Device device;
        try
        {
            device = Devices.Parse(arguments.Length > 3 ? arguments[3] : "cpu");
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"linear: {e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal)}");
        }
        // A GPU pads a call to its micro-batch, so fewer images cost as much.
        var unit = device.type == DeviceType.CPU ? 1 : new SamplerOptions().MicroBatch;
        Console.WriteLine($"{device}, {torch.get_num_threads()} threads, {(unit == 1 ? "" : $"calls of multiples of {unit} images, ")}{rounds} rounds, seconds: median (range)");
        var byImages = networks.Select(name => new LinearCurve(name, Images(name, rounds, device, unit))).ToArray();
        var byPixels = networks.GroupBy(Family).Select(family => new LinearCurve(family.Key, Pixels(family.Key, rounds, device, unit))).ToArray();
        var many = unit == 1 ? "Time of N images, as a multiple of one image's" : $"Time of N images, as a multiple of a {unit}th of {unit} images'";
        LinearFigure.Write(output,
        [
            ($"{many}: small presets", "N", [.. byImages.Where(c => Family(c.Name) != Ncsn)]),
            ($"{many}: NCSN++", "N", [.. byImages.Where(c => Family(c.Name) == Ncsn)]),
            (unit == 1 ? "Time of one image, as a multiple of the smallest one's" : $"Time of {unit} images, as a multiple of the smallest ones'", "pixels / (64 × 64)", byPixels),
        ]);
        foreach (var curve in byImages)
            Console.WriteLine(Multiple(curve, x => FormattableString.Invariant($"{x:0} images")));
        foreach (var curve in byPixels)
            Console.WriteLine(Multiple(curve, x => FormattableString.Invariant($"{x:0.##} times the pixels of 64 × 64")));
        Console.WriteLine($"drawn: {output}");
        return 0;
    }

    /// <summary>How many times as long the last point took as the first.</summary>
    private static string Multiple(LinearCurve curve, Func<double, string> name)
    {
        var (first, last) = (curve.Points[0], curve.Points[^1]);
        return string.Create(CultureInfo.InvariantCulture, $"{curve.Name}: {name(last.X)} took {last.Time.Median / first.Time.Median:0.0} times as long as {name(first.X)}");
    }

    /// <summary>NCSN++ is built for each size; a preset's network is taken to the other sizes as it is.</summary>
    private static string Family(string name) => name.StartsWith("ncsnpp-", StringComparison.Ordinal) ? Ncsn : name;

    private static List<(double X, Timing Time)> Images(string name, int rounds, torch.Device device, int unit)
    {
        using var model = Family(name) == Ncsn ? Example.NcsnPlusPlus(Example.SizeOf(name)) : Example.Model(name);
        model.To(device);
        return Measure([.. s_calls.Select(n => ((double)n * unit, model, n * unit))], rounds, name);
    }

    private static List<(double X, Timing Time)> Pixels(string family, int rounds, torch.Device device, int unit)
    {
        var models = s_sizes.Select(size => family == Ncsn ? Example.NcsnPlusPlus(size) : OfSize(family, size)).OfType<EchoModel>().ToArray();
        foreach (var model in models)
            model.To(device);
        var points = Measure([.. models.Select(m => (m.ImageSize * m.ImageSize / 4096.0, m, unit))], rounds, family);
        foreach (var model in models)
            model.Dispose();
        return points;
    }

    /// <summary>A preset's network at another size; null where it cannot take it.</summary>
    private static EchoModel? OfSize(string preset, int size)
    {
        var network = ModelPreset.ByName(preset).CreateModel().Denoiser;
        if (network.CheckSize(size, size) is null)
            return new EchoModel(network, size);
        network.Module.Dispose();
        return null;
    }

    /// <summary>All points in turn, round after round, so that whatever else the machine does hits all of them; the first round is not counted.</summary>
    private static List<(double X, Timing Time)> Measure((double X, EchoModel Model, int Images)[] points, int rounds, string name)
    {
        var times = points.Select(_ => new List<double>()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < points.Length; i++)
            {
                using var sampler = new Sampler(points[i].Model);
                var mask = Example.Pair(points[i].Model.ImageSize).Mask;
                SampleRequest[] requests = [.. Enumerable.Range(1, points[i].Images).Select(seed => new SampleRequest(mask, seed))];
                var start = Stopwatch.GetTimestamp();
                sampler.Generate(requests);
                if (round >= 0)
                    times[i].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        var result = points.Select((p, i) => (p.X, Time: Timing.Of(times[i]))).ToList();
        for (var i = 0; i < points.Length; i++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12}{points[i].Model.ImageSize,4}²{points[i].Images,4} images {result[i].Time.Median,9:0.000} ({result[i].Time.Low:0.000} – {result[i].Time.High:0.000})"));
        return result;
    }
}

/// <param name="Name">Of the network.</param>
/// <param name="Points">Images, or pixels as multiples of 64 × 64, and the time.</param>
internal sealed record LinearCurve(string Name, IReadOnlyList<(double X, Timing Time)> Points);
