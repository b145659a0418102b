using System.Globalization;

namespace EchoSynth.Fuzz;

/// <summary>The command line.</summary>
internal sealed record FuzzOptions
{
    public const string Usage = """
        usage: fuzz [N] [--target NAME]… [--seed S] [--jobs J] [--minutes M] [--hang SECONDS] [--case K] [--out FOLDER] [--self-test]
          N          cases of each target (default 7000); targets that start processes have at most some hundreds
          --target   one target alone, may be repeated; '--target ?' lists them, 'models' are all readers of model folders
          --seed     decides every case (default 1)
          --jobs     processes (default: one a core)
          --minutes  stops after so long, whatever is left
          --hang     seconds after which a case counts as hanging (default 20)
          --case     runs this one case of the target in this process and says what comes of it
          --out      where findings are written (default artifacts/fuzz)
          --self-test  a target that does everything wrong: each kind of wrong must be found
        Exit codes: 0 no finding, 1 findings, 2 wrong usage.
        """;

    public long Cases { get; init; } = 7000;

    public IReadOnlyList<string> Targets { get; init; } = [];

    public ulong Seed { get; init; } = 1;

    public int Jobs { get; init; } = Environment.ProcessorCount;

    public double Minutes { get; init; } = double.PositiveInfinity;

    public TimeSpan Hang { get; init; } = TimeSpan.FromSeconds(20);

    public long? Case { get; init; }

    public string Out { get; init; } = Path.Combine("artifacts", "fuzz");

    public bool SelfTest { get; init; }

    /// <summary>Null where the arguments are wrong.</summary>
    public static FuzzOptions? Parse(string[] args)
    {
        var options = new FuzzOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = (args[i], i + 1 < args.Length ? args[i + 1] : "");
            if (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var cases) && cases > 0)
            {
                options = options with { Cases = cases };
                continue;
            }
            if (name == "--self-test")
            {
                options = options with { SelfTest = true };
                continue;
            }
            i++;
            FuzzOptions? next = (name, Number(value)) switch
            {
                ("--target", _) when value.Length > 0 => options with { Targets = [.. options.Targets, value] },
                ("--out", _) when value.Length > 0 => options with { Out = value },
                ("--seed", >= 0 and var n) => options with { Seed = (ulong)n },
                ("--jobs", >= 1 and <= 256 and var n) => options with { Jobs = (int)n },
                ("--minutes", > 0 and var n) => options with { Minutes = n },
                ("--hang", > 0 and <= 3600 and var n) => options with { Hang = TimeSpan.FromSeconds(n) },
                ("--case", >= 0 and var n) => options with { Case = (long)n },
                _ => null,
            };
            if (next is null)
                return null;
            options = next;
        }
        return options;
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
