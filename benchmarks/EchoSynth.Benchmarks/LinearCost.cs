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
    private static readonly int[] s_images = [1, 2, 4, 8, 16], s_sizes = [64, 128, 192, 256];
    private static readonly string[] s_networks = ["small-64", "small-128", "small-256", "ncsnpp-64", "ncsnpp-128", "ncsnpp-256"];

    /// <param name="arguments">OUT.svg|png [ROUNDS] [NETWORK,...]</param>
    public static int Run(string[] arguments)
    {
        if (arguments is not [var output, ..] || !LinearFigure.CanWrite(output, out var problem))
        {
            Console.Error.WriteLine($"usage: linear OUT.svg|png [ROUNDS] [NETWORK,...]; networks are {string.Join(", ", s_networks)}");
            return 2;
        }
        if (problem.Length > 0)
        {
            Console.Error.WriteLine(problem);
            return 1;
        }
        var rounds = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 5;
        var networks = arguments.Length > 2 ? arguments[2].Split(',') : s_networks;
        Console.WriteLine($"{torch.get_num_threads()} threads, {rounds} rounds, seconds: median (range)");
        var byImages = networks.Select(name => new LinearCurve(name, Images(name, rounds))).ToArray();
        var byPixels = networks.GroupBy(Family).Select(family => new LinearCurve(family.Key, Pixels(family.Key, rounds))).ToArray();
        LinearFigure.Write(output,
        [
            ("Time of N images, as a multiple of one image's: small presets", "N", [.. byImages.Where(c => Family(c.Name) != Ncsn)]),
            ("Time of N images, as a multiple of one image's: NCSN++", "N", [.. byImages.Where(c => Family(c.Name) == Ncsn)]),
            ("Time of one image, as a multiple of the smallest one's", "pixels / (64 × 64)", byPixels),
        ]);
        Console.WriteLine($"drawn: {output}");
        return 0;
    }

    /// <summary>NCSN++ is built for each size; a preset's network is taken to the other sizes as it is.</summary>
    private static string Family(string name) => name.StartsWith("ncsnpp-", StringComparison.Ordinal) ? Ncsn : name;

    private static List<(double X, Timing Time)> Images(string name, int rounds)
    {
        using var model = Family(name) == Ncsn ? Example.NcsnPlusPlus(Example.SizeOf(name)) : Example.Model(name);
        return Measure([.. s_images.Select(n => ((double)n, model, n))], rounds, name);
    }

    private static List<(double X, Timing Time)> Pixels(string family, int rounds)
    {
        var models = s_sizes.Select(size => family == Ncsn ? Example.NcsnPlusPlus(size) : OfSize(family, size)).OfType<EchoModel>().ToArray();
        var points = Measure([.. models.Select(m => (m.ImageSize * m.ImageSize / 4096.0, m, 1))], rounds, family);
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
