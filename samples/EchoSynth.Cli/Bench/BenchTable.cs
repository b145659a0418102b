using System.Globalization;
using EchoSynth.Speed;
using EchoSynth.Tensors;

namespace EchoSynth.Cli.Bench;

/// <summary>The figures as people read them: medians, with the shortest and the longest time in brackets.</summary>
internal static class BenchTable
{
    private const double Giga = 1e9, Mega = 1 << 20, Milli = 1e3;

    public static IEnumerable<string> Lines(BenchResult result)
    {
        foreach (var table in new[] { Peak(result), Sampling(result), Beside(result), Training(result) })
        {
            if (table.Count == 0)
                continue;
            yield return "";
            foreach (var line in table)
                yield return line;
        }
        if (result.Others is { } others)
        {
            yield return "";
            yield return F($"Other programs took {100 * others:0} % of the processors' time meanwhile{(others > 0.1 ? ": figures are lower than they could be" : "")}.");
        }
        if (!result.Complete)
            yield return "Stopped: what was not measured is left out.";
    }

    private static List<string> Peak(BenchResult result) => result.Peak is not { } peak ? [] :
    [
        F($"{"peak of this machine",-46}{"best",16}{"median",12}"),
        .. peak.Figures.Select(f => f.Name.StartsWith("copy", StringComparison.Ordinal)
            ? F($"{f.Name,-46}{f.Best / Giga,11:0.0} GB/s{f.Usual / Giga,12:0.0}")
            : F($"{f.Name,-46}{f.Best / Giga,8:0.0} GFLOP/s{f.Usual / Giga,12:0.0}")),
    ];

    private static List<string> Sampling(BenchResult result)
    {
        if (result.Networks.Count == 0 || result.Peak is not { } peak)
            return [];
        var bf16 = result.Networks[0].Sampling.Precision == Precision.MixedBFloat16;
        return
        [
            F($"{"one image",-16}{"size",5}{"batch",6}{"parameters",12}{"GFLOP",9}{"MB moved",10}{"ms",11} {"(range)",-19}{"images/s",9}{"GFLOP/s",9}{"of peak",9}{"of roof",9}{"memory",11}"),
            .. result.Networks.Select(n =>
            {
                var (s, cost) = (n.Sampling, n.Sampling.Cost);
                var (flop, bytes) = (cost?.FlopPerImage(s.Steps), cost?.BytesPerImage(s.Steps));
                return F($"{Short(n.Name),-16}{n.Size,5}{s.Batch,6}{cost?.Parameters,12:N0}{flop / Giga,9:0.00}{bytes / 1e6,10:0.0}{Milli * s.Image.Median,11:0.0} {Range(s.Image),-19}{1 / s.Image.Median,9:0.0}{s.FlopPerSecond / Giga,9:0.0}{Share(s.FlopPerSecond / peak.Convolution(s.Precision)),9}{Share(flop is null ? null : s.FlopPerSecond / peak.Bound(flop.Value, bytes!.Value, s.Precision)),9}{Memory(n.SamplingMemory),11}");
            }),
            $"GFLOP and MB: convolutions, linear maps and attention alone{(bf16 ? ", MB as of fp32" : "")}. Peak: the best {(bf16 ? "bf16" : "fp32")} convolution; roof: the same, or what the copy's speed allows for those MB. Memory: the whole process, without a GPU's.",
            "The arithmetic is that of the direct sum. Winograd's convolution, which the System binding has on the CPU, needs fewer operations than that: a share may be above 100 %.",
        ];
    }

    private static List<string> Beside(BenchResult result) => result.Networks.Count == 0 ? [] :
    [
        F($"{"ms beside the network",-26}{"noise (range)",24}{"PNG encoded (range)",26}{"encoded, on disk (range)",28}{"read back (range)",26}"),
        .. result.Networks.Select(n => F($"{Short(n.Name),-26}{With(n.Sampling.Noise),24}{With(n.Sampling.Encoding),26}{With(n.Writing),28}{With(n.Reading),26}")),
        "Noise is a part of the image's time, the others are not; files are image and mask.",
    ];

    private static List<string> Training(BenchResult result)
    {
        var trained = result.Networks.Where(n => n.Training is not null).ToArray();
        return trained.Length == 0 ? [] :
        [
            F($"{"training step",-16}{"size",5}{"batch",6}{"ms",11} {"(range)",-19}{"images/s",9}{"memory",11}"),
            .. trained.Select(n => F($"{Short(n.Name),-16}{n.Size,5}{n.Training!.Batch,6}{Milli * n.Training.Step.Median,11:0.0} {Range(n.Training.Step),-19}{n.Training.ImagesPerSecond,9:0.0}{Memory(n.TrainingMemory),11}")),
            "Both networks; the longest steps are those with the R1 penalty.",
        ];
    }

    private static string Range(Timing timing) => F($"({Milli * timing.Low:0.0} – {Milli * timing.High:0.0})");

    private static string With(Timing? timing) => timing is null ? "" : F($"{Milli * timing.Median:0.00} ({Milli * timing.Low:0.00} – {Milli * timing.High:0.00})");

    private static string Share(double? share) => share is { } value ? F($"{100 * value:0} %") : "";

    private static string Memory(long? bytes) => bytes is { } value ? F($"{value / Mega:N0} MiB") : "";

    private static string Short(string name) => Path.GetFileName(Path.TrimEndingDirectorySeparator(name)) is var last && last.Length > 15 ? last[..14] + "…" : last;

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
