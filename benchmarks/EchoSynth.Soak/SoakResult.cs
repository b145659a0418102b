using System.Globalization;
using System.Text;

namespace EchoSynth.Soak;

/// <summary>What came out of a soak.</summary>
internal sealed record SoakResult(SoakTally Tally, TimeSpan Duration, int Clients, long Images, IReadOnlyList<(TimeSpan At, long Bytes)> Memory, long TensorsBefore, long TensorsAfter, SoakOptions Options)
{
    /// <summary>Resident memory, median of the first quarter after warm-up and of the last, bytes.</summary>
    public (double Early, double Late) Resident
    {
        get
        {
            var warm = Memory.Where(m => m.At >= Options.WarmUpShare * Duration).Select(m => (double)m.Bytes).ToList();
            var quarter = Math.Max(1, warm.Count / 4);
            return warm.Count == 0 ? (0, 0) : (Median(warm[..quarter]), Median(warm[^quarter..]));
        }
    }

    /// <summary>Everything that must not be; empty after a good soak.</summary>
    public IReadOnlyList<string> Failures
    {
        get
        {
            var failures = new List<string>(Tally.Failures);
            if (Tally.GoodCount == 0 || Tally.BadCount == 0)
                failures.Add("there were not both good and bad requests.");
            var (early, late) = Resident;
            if (late > early * (1 + Options.GrowthShare))
                failures.Add(Text($"resident memory grew from {early / 1048576:0.0} to {late / 1048576:0.0} MiB after warm-up; at most {100 * Options.GrowthShare:0} % are let pass."));
            if (TensorsAfter != TensorsBefore)
                failures.Add(Text($"{TensorsAfter} tensors are alive when nothing is drawn; there were {TensorsBefore}."));
            return failures;
        }
    }

    /// <summary>The figures as a Markdown table.</summary>
    public string Table()
    {
        var (early, late) = Resident;
        var table = new StringBuilder("| | |\n|---|---|\n");
        Row("time, clients", Text($"{Duration.TotalMinutes:0.0} min, {Clients}"));
        Row("good requests; failed", Text($"{Tally.GoodCount:N0}; {Tally.FailedCount}"));
        Row("bad requests; not refused as they should be", Text($"{Tally.BadCount:N0}; {Tally.WrongCount}"));
        Row("given up by the client", Text($"{Tally.GivenUpCount:N0}"));
        Row("images drawn; a second", Text($"{Images:N0}; {Images / Duration.TotalSeconds:0.0}"));
        Row("time of an image, median, 95 %, 99 %", Text($"{Tally.Quantile(0.5):0}, {Tally.Quantile(0.95):0}, {Tally.Quantile(0.99):0} ms"));
        Row("resident memory, first and last quarter after warm-up", Text($"{early / 1048576:0.0}, {late / 1048576:0.0} MiB ({100 * ((late / early) - 1):+0.0;−0.0} %)"));
        Row("tensors alive when idle, before and after", Text($"{TensorsBefore}, {TensorsAfter}"));
        return table.ToString();

        void Row(string name, string value) => table.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return 0.5 * (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
