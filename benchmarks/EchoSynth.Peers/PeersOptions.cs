using System.Globalization;

namespace EchoSynth.Peers;

/// <summary>The command line.</summary>
internal sealed record PeersOptions
{
    public const string Usage = """
        usage: bench-peers [--cases TEXT[,TEXT]…] [--ours TEXT[,TEXT]…] [--versus TEXT[,TEXT]…] [--rounds N] [--images N] [--threads N] [--device cpu|cuda] [--no-tf32] [--list] [--limit MINUTES] [--out FILE]
          --cases     only cases whose name contains one of the texts ('--list' lists them)
          --ours      these forms of the library (default fp32,bf16): fp32, bf16, fp32-portable, bf16-portable, fp32-malloc, fp32-avx2 (the one of that name, or those whose name contains a
                      text); a cold start has the float32 ones, and with fp32 the published one
          --versus    only these forms of the peer: eager, inplace, channels-last, bf16, tuned, compiled (the one of that name, or those whose name contains a text); eager is always
                      there, and by itself with '--versus eager'; in the cases of small presets so is eager with the other networks
          --rounds    rounds in which all take a turn (default 5), after one turn to warm up; the first sampling of a turn does not count
          --images    of each sampling case (1…1024), in place of 1 and 8, or 32 on CUDA; their names then end in nN
          --threads   of one operator, for both sides (default: one a core)
          --device    where both compute (default cpu); --list needs no GPU to list a GPU's cases
          --list      list the cases and who takes part in each
          --no-tf32   both compute products in whole float32 on CUDA (NVIDIA_TF32_OVERRIDE=0), as the comparison of images there asks
          --limit     minutes that one turn may take (default 30)
          --out       the figures (default artifacts/bench/peers.json); written after each case, so that a run that is stopped leaves those it ended
        A row is a case and the library's form beside one form of the peer. The forms: fp32 and bf16 (bfloat16 products); -portable is as with the TorchSharp package, neither the library's own
        kernels (ECHOSYNTH_KERNELS=portable) nor its allocator's settings (ECHOSYNTH_MALLOC=default); -malloc is without these settings alone, -avx2 with its own kernels' loops for that
        instruction set (ECHOSYNTH_ISA=avx2); fp32-published, at a cold start, is the program compiled ahead of time (PublishReadyToRun). A training's row is the mean step over its options' R1
        interval; -plain is a step without R1, -r1 one with it.
        ratio       the peer's seconds over the library's, median of the rounds
        max |d|     the largest difference of the images in [−1, 1], or of the losses of a training's first two steps; above 1e-3 is an error, for fp32 (a cold start's PNG file: 2.1/255)
        drift       the largest difference of any step's losses: two sums that round otherwise drift apart, so nothing is held to it
        PSNR        between the images; below 45 dB is an error, for bf16. A bf16 training is held to nothing
        Who had which turn, and how long it took, is told as it goes (standard error).
        Exit codes: 0 measured, 1 the images or losses differ, or the library failed, 2 wrong usage.
        """;

    public IReadOnlyList<string> Cases { get; init; } = [];

    public IReadOnlyList<string> Ours { get; init; } = [];

    public IReadOnlyList<string> Versus { get; init; } = [];

    public int Rounds { get; init; } = 5;

    /// <summary>Of every sampling case; null for its own number.</summary>
    public int? Images { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;

    public string Device { get; init; } = "cpu";

    public bool WholeFloats { get; init; }

    public bool List { get; init; }

    public bool Help { get; init; }

    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(30);

    public string? Out { get; init; }

    /// <summary>The Python with torch; null where there is none.</summary>
    public string? Python { get; init; }

    /// <summary>This program as published, compiled ahead of time, for cold starts; null where there is none.</summary>
    public string? Published { get; init; }

    /// <summary>peer.py</summary>
    public string Peer { get; init; } = Path.Combine("benchmarks", "pytorch", "peer.py");

    public string OutFile => Path.GetFullPath(Out ?? Path.Combine("artifacts", "bench", "peers.json"));

    /// <summary>Reads the command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="problem">What is wrong, and what would be right; null where nothing is.</param>
    public static PeersOptions Parse(IReadOnlyList<string> args, out string? problem)
    {
        var options = new PeersOptions();
        problem = null;
        for (var i = 0; i < args.Count && problem is null; i++)
        {
            PeersOptions? flag = args[i] switch
            {
                "--no-tf32" => options with { WholeFloats = true },
                "--list" => options with { List = true },
                "--help" or "-h" or "-?" => options with { Help = true },
                _ => null,
            };
            if (flag is not null)
                options = flag;
            else
                options = options.With(args[i], i + 1 < args.Count ? args[++i] : "", out problem);
        }
        problem ??= Unknown("--ours", options.Ours, Contender.Library) ?? Unknown("--versus", options.Versus, Contender.Peers);
        return options;

        static string? Unknown(string name, IReadOnlyList<string> texts, IReadOnlyList<Contender> forms) =>
            texts.FirstOrDefault(text => !forms.Any(f => f.IsMeantBy(text))) is { } unknown ? $"{name} has '{unknown}'; there are {string.Join(", ", forms.Select(f => f.Name))}, and parts of these names." : null;
    }

    private PeersOptions With(string name, string value, out string? problem)
    {
        string? wrong = null;
        int Number(int most)
        {
            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
                return number;
            wrong = FormattableString.Invariant($"{name} is '{value}'; it must be a number from 1 to {most}.");
            return 1;
        }

        string Text(string what)
        {
            if (value.Length == 0 || value.StartsWith("--", StringComparison.Ordinal))
                wrong = $"{name} needs {what}.";
            return value;
        }

        string Device()
        {
            if (value is not ("cpu" or "cuda"))
                wrong = $"{name} is '{value}'; it must be cpu or cuda.";
            return value;
        }

        PeersOptions Unknown()
        {
            wrong = $"there is no option '{name}'; --help lists them.";
            return this;
        }

        var next = name switch
        {
            "--cases" => this with { Cases = [.. Cases, .. Texts(Text("a part of a case's name"))] },
            "--ours" => this with { Ours = [.. Ours, .. Texts(Text("a form of the library"))] },
            "--versus" => this with { Versus = [.. Versus, .. Texts(Text("a form of the peer"))] },
            "--rounds" => this with { Rounds = Number(1000) },
            "--images" => this with { Images = Number(1024) },
            "--threads" => this with { Threads = Number(1024) },
            "--device" => this with { Device = Device() },
            "--limit" => this with { Limit = TimeSpan.FromMinutes(Number(1440)) },
            "--out" => this with { Out = Text("a file") },
            "--python" => this with { Python = Text("an interpreter") },
            "--published" => this with { Published = Text("a program") },
            "--peer" => this with { Peer = Text("a file") },
            _ => Unknown(),
        };
        problem = wrong;
        return next;
    }

    public bool Wants(PeerCase @case) => Cases.Count == 0 || Cases.Any(text => @case.Name.Contains(text, StringComparison.Ordinal));

    private static string[] Texts(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
