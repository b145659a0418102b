using System.Globalization;

namespace EchoSynth.Peers;

/// <summary>The command line.</summary>
internal sealed record PeersOptions
{
    public const string Usage = """
        usage: bench-peers [--cases TEXT[,TEXT]…] [--versus TEXT[,TEXT]…] [--rounds N] [--images N] [--threads N] [--device cpu|cuda] [--portable] [--no-tf32] [--list] [--limit MINUTES] [--out FILE]
          --cases     only cases whose name contains one of the texts ('--list' lists them)
          --versus    only these forms of the peer: eager, inplace, channels-last, bf16, tuned, compiled (those whose name contains a text); eager is always there
          --rounds    rounds in which all take a turn (default 5), after one turn to warm up; the first sampling of a turn does not count
          --images    of each sampling case (1…1024), in place of 1 and 8, or 32 on CUDA; their names then end in nN
          --threads   of one operator, for both sides (default: one a core)
          --device    where both compute (default cpu); --list needs no GPU to list a GPU's cases
          --portable  the library's own kernels are not used: ECHOSYNTH_KERNELS=portable
          --list      list the cases and who takes part in each
          --no-tf32   both compute products in whole float32 on CUDA (NVIDIA_TF32_OVERRIDE=0), as the comparison of images there asks
          --limit     minutes that one turn may take (default 30)
          --out       the figures (default artifacts/bench/peers.json, with --portable peers-portable.json)
        Exit codes: 0 measured, 1 the images or losses differ, or the library failed, 2 wrong usage.
        """;

    public IReadOnlyList<string> Cases { get; init; } = [];

    public IReadOnlyList<string> Versus { get; init; } = [];

    public int Rounds { get; init; } = 5;

    /// <summary>Of every sampling case; null for its own number.</summary>
    public int? Images { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;

    public string Device { get; init; } = "cpu";

    public bool Portable { get; init; }

    public bool WholeFloats { get; init; }

    public bool List { get; init; }

    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(30);

    public string? Out { get; init; }

    /// <summary>The Python with torch; null where there is none.</summary>
    public string? Python { get; init; }

    /// <summary>This program as published, compiled ahead of time, for cold starts; null where there is none.</summary>
    public string? Published { get; init; }

    /// <summary>peer.py</summary>
    public string Peer { get; init; } = Path.Combine("benchmarks", "pytorch", "peer.py");

    public string OutFile => Path.GetFullPath(Out ?? Path.Combine("artifacts", "bench", Portable ? "peers-portable.json" : "peers.json"));

    /// <summary>Null where the arguments are wrong.</summary>
    public static PeersOptions? Parse(string[] args)
    {
        var options = new PeersOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = (args[i], i + 1 < args.Length ? args[i + 1] : "");
            PeersOptions? flag = name switch
            {
                "--portable" => options with { Portable = true },
                "--no-tf32" => options with { WholeFloats = true },
                "--list" => options with { List = true },
                _ => null,
            };
            if (flag is not null)
            {
                options = flag;
                continue;
            }
            i++;
            PeersOptions? next = (name, Number(value)) switch
            {
                ("--cases", _) when value.Length > 0 => options with { Cases = [.. options.Cases, .. Texts(value)] },
                ("--versus", _) when value.Length > 0 => options with { Versus = [.. options.Versus, .. Texts(value)] },
                ("--rounds", >= 1 and <= 1000 and var n) => options with { Rounds = n },
                ("--images", >= 1 and <= 1024 and var n) => options with { Images = n },
                ("--threads", >= 1 and <= 1024 and var n) => options with { Threads = n },
                ("--device", _) when value is "cpu" or "cuda" => options with { Device = value },
                ("--limit", >= 1 and <= 1440 and var n) => options with { Limit = TimeSpan.FromMinutes(n) },
                ("--out", _) when value.Length > 0 => options with { Out = value },
                ("--python", _) when value.Length > 0 => options with { Python = value },
                ("--published", _) when value.Length > 0 => options with { Published = value },
                ("--peer", _) when value.Length > 0 => options with { Peer = value },
                _ => null,
            };
            if (next is null)
                return null;
            options = next;
        }
        return options;
    }

    public bool Wants(PeerCase @case) => Cases.Count == 0 || Cases.Any(text => @case.Name.Contains(text, StringComparison.Ordinal));

    private static string[] Texts(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
