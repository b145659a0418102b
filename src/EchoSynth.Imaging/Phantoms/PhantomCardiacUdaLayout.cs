using System.Globalization;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>Phantoms in the layout of CardiacUDA: end-diastole and end-systole are labelled, LV 1 and left atrium 2; the frames between are not.</summary>
internal sealed class PhantomCardiacUdaLayout(string folder) : IPhantomLayout
{
    private const string Site = "Site_P";

    public IReadOnlyList<EchoView> Views { get; } = [EchoView.FourChamber];

    public void Write(PhantomStudy study, Action written, CancellationToken cancellationToken)
    {
        var stem = Path.Combine(folder, Site, string.Create(CultureInfo.InvariantCulture, $"patient{study.Patient}-4"));
        Directory.CreateDirectory(Path.GetDirectoryName(stem)!);
        var frames = PhantomCycle.Draw(study, written, cancellationToken);
        NiftiFile.Write(stem + "_image.nii.gz", PhantomCycle.Stack(frames, f => f.Image.ToBytes()));
        NiftiFile.Write(stem + "_label.nii.gz", PhantomCycle.Stack(frames, f => Labels(f.Mask, Array.IndexOf(frames, f) is var i && (i == PhantomCycle.EndDiastole || i == PhantomCycle.EndSystole))));
    }

    public void Finish(IReadOnlyList<PhantomStudy> studies)
    {
    }

    private static byte[] Labels(AnatomyMask mask, bool labelled) => [.. mask.Labels.ToArray().Select(l => (AnatomyLabel)l switch
    {
        AnatomyLabel.LeftVentricle when labelled => (byte)1,
        AnatomyLabel.LeftAtrium when labelled => (byte)2,
        _ => (byte)0,
    })];
}
