using System.Globalization;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>One view of one phantom patient, to be written in some layout.</summary>
internal sealed record PhantomStudy(PhantomDatasetOptions Options, int Patient, EchoView View, DatasetSplit Split, CamusInfo Info)
{
    /// <summary>Patients of all layouts end in this number, so that an item is found again.</summary>
    public string Number => string.Create(CultureInfo.InvariantCulture, $"{Patient:0000}");

    /// <summary>The frame at end-diastole or end-systole: the same pixels in every layout.</summary>
    public PhantomFrame Frame(CardiacPhase phase) => PhantomDatasetWriter.Render(Options, Patient, View, phase, 0);

    /// <summary>A frame of a cycle, for layouts of videos: 0 end-diastole … 1 end-systole.</summary>
    /// <param name="contraction">0…1.</param>
    /// <param name="frame">Its number in the video, which chooses the speckle.</param>
    public PhantomFrame At(double contraction, int frame) => PhantomDatasetWriter.RenderAt(Options, Patient, View, contraction, frame);
}
