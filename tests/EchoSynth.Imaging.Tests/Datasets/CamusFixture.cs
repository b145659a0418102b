using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

/// <summary>Small copies of CAMUS.</summary>
internal static class CamusFixture
{
    public static readonly PixelSpacing Spacing = new(0.308, 0.154);

    public static EchoImage Image(string patient, EchoView view, CardiacPhase phase) =>
        Fixture.Image(9, 14, int.Parse(patient.AsSpan(7)) + 10 * (int)view + 100 * (int)phase, Spacing);

    public static AnatomyMask Mask => Fixture.Mask(9, 14, Spacing);

    public static byte[] WrittenLabels => [.. Mask.Labels.ToArray().Select(l => l == 4 ? (byte)0 : l)];

    public static CamusWriter Write(string root, CamusLayout layout, params string[] patients)
    {
        var writer = new CamusWriter(root, layout);
        Parallel.ForEach(patients, patient =>
        {
            foreach (var view in new[] { EchoView.TwoChamber, EchoView.FourChamber })
            {
                foreach (var phase in new[] { CardiacPhase.EndDiastole, CardiacPhase.EndSystole })
                    writer.WritePair(patient, view, phase, Image(patient, view, phase), Mask);
                writer.WriteInfo(patient, view, new CamusInfo { EndDiastole = 1, EndSystole = 3, FrameCount = 3, EjectionFraction = 55.5, Sex = "F" });
            }
        });
        return writer;
    }

    public static string PatientFolder(string root, CamusLayout layout, string patient) =>
        Path.Combine(root, layout == CamusLayout.Nifti ? "database_nifti" : "training", patient);
}
