using System.Globalization;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.PrivacyCost;

/// <summary>Hearts of all scanners, as pairs.</summary>
internal static class Phantoms
{
    /// <param name="heart">Which heart, scanner, view and phase.</param>
    /// <param name="draw">Another one is the same mask recorded again.</param>
    /// <param name="size">Pixels a side.</param>
    public static EchoPair Pair(int heart, int draw, int size)
    {
        var (view, phase) = (heart % 2 == 0 ? EchoView.FourChamber : EchoView.TwoChamber, heart / 2 % 2 == 0 ? CardiacPhase.EndDiastole : CardiacPhase.EndSystole);
        var scanner = ScannerPreset.All[heart / 4 % ScannerPreset.All.Count];
        var frame = PhantomSimulator.Render(PhantomAnatomy.Sample((ulong)(heart / 4)), view, phase, scanner, size, (ulong)(heart + 1_000_003 * draw + 17));
        var patient = string.Create(CultureInfo.InvariantCulture, $"heart{heart / 4:00000}");
        var item = new EchoItem(string.Create(CultureInfo.InvariantCulture, $"heart{heart:00000}_{draw}"), patient, view, phase, DatasetSplit.Unassigned, "", "");
        return new EchoPair(item, frame.Image, frame.Mask.WithSector(frame.Sector));
    }

    public static EchoPair[] Pairs(int first, int count, int draw, int size)
    {
        var pairs = new EchoPair[count];
        Parallel.For(0, count, i => pairs[i] = Pair(first + i, draw, size));
        return pairs;
    }
}
