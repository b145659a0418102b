using System.Globalization;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>Phantoms in the layout of TED, whose masks have no left atrium.</summary>
internal sealed class PhantomTedLayout(string folder) : IPhantomLayout
{
    public IReadOnlyList<EchoView> Views { get; } = [EchoView.FourChamber];

    public void Write(PhantomStudy study, Action written, CancellationToken cancellationToken)
    {
        var patient = string.Create(CultureInfo.InvariantCulture, $"patient{study.Patient:000}");
        var stem = Path.Combine(folder, "database", patient, TedDataset.Stem(patient));
        Directory.CreateDirectory(Path.GetDirectoryName(stem)!);
        var frames = PhantomCycle.Draw(study, written, cancellationToken);
        MetaImageFile.Write(stem + "_sequence.mhd", PhantomCycle.Stack(frames, f => f.Image.ToBytes()));
        MetaImageFile.Write(stem + "_sequence_gt.mhd", PhantomCycle.Stack(frames, f => Labels(f.Mask)));
        (study.Info with { EndDiastole = PhantomCycle.EndDiastole + 1, EndSystole = PhantomCycle.EndSystole + 1, FrameCount = PhantomCycle.Length }).Write(stem + "_info.cfg");
    }

    public void Finish(IReadOnlyList<PhantomStudy> studies)
    {
    }

    private static byte[] Labels(AnatomyMask mask) => [.. mask.Labels.ToArray().Select(l => l is (byte)AnatomyLabel.LeftVentricle or (byte)AnatomyLabel.Myocardium ? l : (byte)0)];
}
