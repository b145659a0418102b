using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Peers;

/// <summary>Pairs that every process draws for itself, and alike.</summary>
internal static class Phantoms
{
    /// <summary>The number-th heart at a network's size, sector marked.</summary>
    public static EchoPair Pair(int number, int size)
    {
        var view = number % 2 == 0 ? EchoView.FourChamber : EchoView.TwoChamber;
        var frame = PhantomSimulator.Render(PhantomAnatomy.Sample((ulong)number + 1), view, CardiacPhase.EndDiastole, ScannerPreset.All[0], size, 1);
        var item = new EchoItem(FormattableString.Invariant($"phantom{number}"), FormattableString.Invariant($"patient{number}"), view, CardiacPhase.EndDiastole, DatasetSplit.Training, "", "");
        return FrameGeometry.Frame(new EchoPair(item, frame.Image, frame.Mask), size).Pair;
    }
}
