using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>Phantoms in the layout of Unity: frames of end-diastole and end-systole with the LV's outline.</summary>
internal sealed class PhantomUnityLayout(string folder) : IPhantomLayout
{
    private static readonly CardiacPhase[] Phases = [CardiacPhase.EndDiastole, CardiacPhase.EndSystole];
    private readonly ConcurrentDictionary<string, List<(double X, double Y)>> _curves = new(StringComparer.Ordinal);

    public IReadOnlyList<EchoView> Views { get; } = [EchoView.FourChamber];

    public void Write(PhantomStudy study, Action written, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Phases.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (frame, name) = (study.Frame(Phases[i]), Name(study, i));
            PngCodec.Write(Path.Combine(folder, "png-cache", name[..2], name[3..5], name[5..7], name), frame.Image);
            _curves[name] = MaskOutline.Trace(frame.Mask, AnatomyLabel.LeftVentricle, AnatomyLabel.LeftAtrium);
            written();
        }
    }

    public void Finish(IReadOnlyList<PhantomStudy> studies)
    {
        var names = studies.SelectMany(study => Enumerable.Range(0, Phases.Length).Select(i => (Name: Name(study, i), study.Split))).ToList();
        Labels("all", names.Select(n => n.Name));
        Labels("train", names.Where(n => n.Split == DatasetSplit.Training).Select(n => n.Name));
        Labels("tune", names.Where(n => n.Split == DatasetSplit.Validation).Select(n => n.Name));
        Labels("ival", names.Where(n => n.Split == DatasetSplit.Testing).Select(n => n.Name));
    }

    /// <summary>"01-", 64 digits for the video, and the frame's four.</summary>
    private static string Name(PhantomStudy study, int frame) => string.Create(CultureInfo.InvariantCulture, $"01-{study.Number.PadLeft(64, '0')}-{frame:0000}.png");

    private void Labels(string list, IEnumerable<string> names) => AtomicFile.Write(Path.Combine(folder, "labels", $"labels-{list}.json"), stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        foreach (var name in names)
        {
            var curve = _curves[name];
            json.WriteStartObject(name);
            json.WriteStartObject("labels");
            json.WriteStartObject(UnityLabels.Curve);
            json.WriteString("type", curve.Count > 0 ? "curve" : "off");
            json.WriteString("y", Text(curve.Select(p => p.Y)));
            json.WriteString("x", Text(curve.Select(p => p.X)));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });

    private static string Text(IEnumerable<double> values) => string.Join(' ', values.Select(v => v.ToString("0.0", CultureInfo.InvariantCulture)));
}
