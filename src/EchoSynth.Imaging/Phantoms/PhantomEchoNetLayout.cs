using System.Collections.Concurrent;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>Phantoms in the layout of EchoNet-Dynamic or EchoNet-Pediatric: a heart cycle as a motion JPEG video, the LV traced in two of its frames.</summary>
/// <remarks>The four-chamber view alone: a phantom has no short axis. The compression is lossy, so frames differ a little from those that the phantom draws again.</remarks>
internal sealed class PhantomEchoNetLayout(string folder, bool pediatric) : IPhantomLayout
{
    /// <summary>Frames of the cycle.</summary>
    public const int Frames = 12;

    /// <summary>The frame at end-diastole.</summary>
    public const int Diastole = 1;

    /// <summary>The frame at end-systole.</summary>
    public const int Systole = 6;

    private const double FramesPerSecond = 15;

    // Each thread that writes has one process at most, and they are slow to give frames.
    private static readonly VideoOptions s_options = new() { MaxProcesses = 1024 };

    private readonly string _folder = pediatric ? Path.Combine(folder, EchoNetNames.FourChamber) : folder;
    private readonly ConcurrentDictionary<string, (IReadOnlyList<(int Left, int Right, int Y)> Diastole, IReadOnlyList<(int Left, int Right, int Y)> Systole)> _outlines = new();

    public IReadOnlyList<EchoView> Views { get; } = [EchoView.FourChamber];

    public void Write(PhantomStudy study, Action written, CancellationToken cancellationToken)
    {
        var (diastole, systole) = (study.Frame(CardiacPhase.EndDiastole), study.Frame(CardiacPhase.EndSystole));
        _outlines[Name(study)] = (PhantomEchoNetOutline.Of(diastole.Mask), PhantomEchoNetOutline.Of(systole.Mask));
        var images = Enumerable.Range(0, Frames).Select(k => k switch
        {
            Diastole => diastole.Image,
            Systole => systole.Image,
            _ => study.At(Contraction(k), k).Image,
        });
        VideoFile.Write(Path.Combine(_folder, EchoNetNames.Videos, Name(study) + EchoNetNames.Extension), images, FramesPerSecond, VideoEncoding.MotionJpeg, s_options, cancellationToken);
        written();
        written();
    }

    public void Finish(IReadOnlyList<PhantomStudy> studies)
    {
        WriteLines(EchoNetNames.FileList, pediatric ? "FileName,EF,Sex,Age,Weight,Height,Split" : "FileName,EF,ESV,EDV,FrameHeight,FrameWidth,FPS,NumberOfFrames,Split", studies.Select(Listed));
        WriteLines(EchoNetNames.Tracings, pediatric ? "FileName,X,Y,Frame" : "FileName,X1,Y1,X2,Y2,Frame", studies.Select(Name).SelectMany(name =>
            Traced(name, _outlines[name].Diastole, Diastole).Concat(Traced(name, _outlines[name].Systole, Systole))));
    }

    /// <summary>0 at end-diastole, 1 at end-systole, eased between; the last frame is followed by the first.</summary>
    public static double Contraction(int frame)
    {
        var filling = Frames - (Systole - Diastole);
        var since = (frame - Diastole + Frames) % Frames;
        return since <= Systole - Diastole
            ? 0.5 - (0.5 * Math.Cos(Math.PI * since / (Systole - Diastole)))
            : 0.5 + (0.5 * Math.Cos(Math.PI * (since - (Systole - Diastole)) / filling));
    }

    private static string Name(PhantomStudy study) => "phantom" + study.Number;

    private string Listed(PhantomStudy study)
    {
        var info = study.Info;
        return pediatric
            ? FormattableString.Invariant($"{Name(study)}.avi,{info.EjectionFraction},{info.Sex},{info.Age},,,{Fold(study)}")
            : FormattableString.Invariant($"{Name(study)},{info.EjectionFraction},{info.EndSystolicVolume},{info.EndDiastolicVolume},{study.Options.Size},{study.Options.Size},{FramesPerSecond},{Frames},{Split(study.Split)}");
    }

    private static string Split(DatasetSplit split) => split switch
    {
        DatasetSplit.Validation => "VAL",
        DatasetSplit.Testing => "TEST",
        _ => "TRAIN",
    };

    /// <summary>The folds that the reader takes for the same splits unless told otherwise.</summary>
    private static int Fold(PhantomStudy study)
    {
        var options = new EchoNetOptions();
        return study.Split switch
        {
            DatasetSplit.Validation => options.ValidationFold,
            DatasetSplit.Testing => options.TestingFold,
            _ => study.Patient % Math.Min(options.ValidationFold, options.TestingFold),
        };
    }

    private IEnumerable<string> Traced(string name, IReadOnlyList<(int Left, int Right, int Y)> rows, int frame)
    {
        if (pediatric)
        {
            return rows.Select(row => FormattableString.Invariant($"{name}.avi,{row.Left},{row.Y},{frame}"))
                .Concat(rows.Reverse().Select(row => FormattableString.Invariant($"{name}.avi,{row.Right},{row.Y},{frame}")));
        }
        // The long axis comes first: from the apex to the middle of the base.
        var axis = FormattableString.Invariant($"{name}.avi,{0.5 * (rows[0].Left + rows[0].Right)},{rows[0].Y},{0.5 * (rows[^1].Left + rows[^1].Right)},{rows[^1].Y},{frame}");
        return rows.Select(row => FormattableString.Invariant($"{name}.avi,{row.Left},{row.Y},{row.Right},{row.Y},{frame}")).Prepend(axis);
    }

    private void WriteLines(string name, string header, IEnumerable<string> lines) => AtomicFile.Write(Path.Combine(_folder, name), stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(header);
        foreach (var line in lines)
            writer.WriteLine(line);
    });
}
