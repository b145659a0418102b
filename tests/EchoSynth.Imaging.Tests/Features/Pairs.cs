using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Features;

internal static class Pairs
{
    public static EchoPair Of(EchoImage image, AnatomyMask mask, string id = "a") => new(new EchoItem(id, id, EchoView.FourChamber, CardiacPhase.Unknown, DatasetSplit.Training, "", ""), image, mask);

    public static EchoPair[] Some(int count, int first = 0) => [.. Enumerable.Range(first, count).Select(k => Of(Fixture.Image(16, 20, k), Fixture.Mask(16, 20), $"image{k}"))];
}
