using System.Globalization;

namespace EchoSynth.Peers;

/// <summary>Something both sides do, and who takes part.</summary>
internal abstract record PeerCase(string Name, PeerNetwork Network)
{
    public required IReadOnlyList<Contender> Contenders { get; init; }

    /// <summary>All images of a batch, from masks and noise to pixels.</summary>
    public sealed record Sample(string Name, PeerNetwork Network, int Images) : PeerCase(Name, Network);

    /// <summary>Steps of adversarial training: of each round's <paramref name="Interval"/> steps the first has R1.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Network">The networks.</param>
    /// <param name="Interval">Steps of a round.</param>
    public sealed record Train(string Name, PeerNetwork Network, int Interval) : PeerCase(Name, Network);

    /// <summary>A process from its start to the first image as a PNG file.</summary>
    public sealed record Cold(string Name, PeerNetwork Network) : PeerCase(Name, Network);

    /// <summary>Tells who had its turn: rounds take minutes with the larger networks.</summary>
    public static void Tell(PeerCase @case, PeersOptions options, Part part, int round, TimeSpan took) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{@case.Name}, {(round < 0 ? "warm-up" : $"round {round + 1} of {options.Rounds}")}, {(part.Contender.Ours ? "EchoSynth " : "")}{part.Contender.Name}: {part.Failure ?? $"{took.TotalSeconds:0.0} s"}"));

    /// <summary>The cases of a device.</summary>
    public static IReadOnlyList<PeerCase> All(PeersOptions options)
    {
        var cuda = options.Device != "cpu";
        var peers = Contender.Peers.Where(p => p == Contender.Eager || options.Versus.Count == 0 || options.Versus.Any(p.IsMeantBy)).ToArray();
        // bfloat16 tells nothing where a machine emulates it. A GPU need not be here to list its cases.
        var mixed = cuda || Devices.HasBFloat16(TorchSharp.torch.CPU);
        Contender[] library = [.. (options.Ours.Count == 0 ? [Contender.Full, Contender.Mixed] : Contender.Library.Where(c => options.Ours.Any(c.IsMeantBy))).Where(c => mixed || !c.MixedBFloat16)];
        var all = peers.Where(p => mixed || !p.MixedBFloat16).ToArray();
        Contender[] published = library.Contains(Contender.Full) && (options.Published is not null || options.List) ? [Contender.AheadOfTime] : [];
        var ncsn = PeerNetwork.ByName;

        PeerCase Sample(string network, int images, params Contender[] others)
        {
            var n = options.Images ?? images;
            return new Sample(FormattableString.Invariant($"sample-{network}-n{n}"), ncsn(network), n) { Contenders = [.. library, .. others.Length > 0 ? others : all] };
        }

        PeerCase Train(string network, int interval) => new Train($"train-{network}", ncsn(network), interval) { Contenders = [.. library, .. all.Where(p => !p.Tuned && !p.Inplace)] };
        PeerCase Cold(string network) => new Cold($"cold-{network}", ncsn(network)) { Contenders = [.. library.Where(c => !c.MixedBFloat16), .. published, Contender.Eager] };
        Contender Other(string network) => Contender.Eager with { Name = $"eager-{network}", Network = ncsn(network) };

        var many = cuda ? 32 : 8;
        PeerCase[] cases =
        [
            Sample("ncsnpp-128", 1), Sample("ncsnpp-128", many), Sample("ncsnpp-256", 1), Sample("ncsnpp-256", many),
            Sample("small-64", 1, Contender.Eager, Other("ncsnpp-64"), Other(PeerNetwork.Narrow)),
            Sample("small-128", 1, Contender.Eager, Other("ncsnpp-128")), Sample("small-256", 1, Contender.Eager, Other("ncsnpp-256")),
            Train("small-64", 10), Train("small-128", 5), Train("ncsnpp-64", 2), Train("ncsnpp-128", 2),
            .. cuda ? (PeerCase[])[Train("small-256", 5), Train("ncsnpp-256", 2)] : [],
            Cold("ncsnpp-128"), Cold("small-128"),
        ];
        return [.. cases.DistinctBy(c => c.Name)]; // with one number of images for all, two are the same
    }
}
