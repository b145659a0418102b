using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Tests.Evaluation;

/// <summary>Small phantoms in the roles of an evaluation.</summary>
internal static class EvaluationHearts
{
    public const int Size = 48;
    private static readonly EchoPair[] s_training = Hearts("t", 0, 24, 1), s_heldOut = Hearts("h", 100, 24, 1), s_redrawn = Hearts("r", 100, 24, 2);

    public static IReadOnlyList<EchoPair> Seen => s_training;

    public static IReadOnlyList<EchoPair> HeldOut => s_heldOut;

    /// <summary>The held-out hearts, recorded again: the best that a generator can do.</summary>
    public static EvaluationSets Honest => Sets(s_redrawn, i => s_heldOut[i].Item.Id);

    public static EvaluationSets Sets(IReadOnlyList<EchoPair> synthetic, Func<int, string?> source) => new()
    {
        Training = s_training,
        HeldOut = s_heldOut,
        Synthetic = synthetic,
        SourceIds = [.. Enumerable.Range(0, synthetic.Count).Select(source)],
    };

    public static EchoPair[] Hearts(string prefix, int first, int count, int draw)
    {
        var pairs = new EchoPair[count];
        Parallel.For(0, count, i => pairs[i] = Heart(prefix, first + i, draw));
        return pairs;
    }

    public static EchoPair Renamed(EchoPair pair, string id) => pair with { Item = pair.Item with { Id = id } };

    public static EchoPair Constant(EchoPair pair, float grey)
    {
        var pixels = new float[pair.Image.Pixels.Length];
        pixels.AsSpan().Fill(grey);
        return pair with { Image = new EchoImage(pair.Image.Width, pair.Image.Height, pixels) };
    }

    private static EchoPair Heart(string prefix, int heart, int draw)
    {
        var view = heart % 2 == 0 ? EchoView.FourChamber : EchoView.TwoChamber;
        var frame = PhantomSimulator.Render(PhantomAnatomy.Sample((ulong)heart), view, heart / 2 % 2, ScannerPreset.Default, Size, (ulong)(heart + 10_000 * draw));
        return new EchoPair(new EchoItem($"{prefix}{heart}", $"heart{heart}", view, CardiacPhase.EndDiastole, DatasetSplit.Unassigned, "", ""), frame.Image, frame.Mask.WithSector(frame.Sector));
    }
}
