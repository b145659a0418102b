using System.Globalization;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>Phantoms in the layout of HMC-QU: lossless videos, the myocardium of one cycle in MATLAB files as large as the frames, the sheet. Needs ffmpeg.</summary>
internal sealed class PhantomHmcQuLayout(string folder) : IPhantomLayout
{
    private const double FramesPerSecond = 25;

    // Each thread that writes has one process at most, and they are slow to give frames.
    private static readonly VideoOptions s_options = new() { MaxProcesses = 1024 };

    /// <summary>Frames before the cycle, so that the reference frame is not the first.</summary>
    private const int Before = 2;

    public IReadOnlyList<EchoView> Views { get; } = [EchoView.FourChamber];

    public void Write(PhantomStudy study, Action written, CancellationToken cancellationToken)
    {
        var (videos, masks) = (Path.Combine(folder, "HMC-QU", "A4C"), Path.Combine(folder, HmcQuDataset.MaskFolder));
        Directory.CreateDirectory(videos);
        Directory.CreateDirectory(masks);
        var cycle = PhantomCycle.Draw(study, written, cancellationToken);
        var frames = Enumerable.Range(0, Before).Select(i => study.At(0.1, PhantomCycle.Length + i).Image).Concat(cycle.Select(frame => frame.Image));
        VideoFile.Write(Path.Combine(videos, Name(study) + ".avi"), frames, FramesPerSecond, VideoEncoding.Lossless, s_options, cancellationToken);
        MatFile.Write(Path.Combine(masks, $"Mask_{Name(study)}.mat"), "predicted", [cycle.Length, cycle[0].Mask.Height, cycle[0].Mask.Width], Wall(cycle));
    }

    public void Finish(IReadOnlyList<PhantomStudy> studies) => XlsxFile.Write(Path.Combine(folder, HmcQuDataset.Sheets[0]),
    [
        ["ECHO", "SEG1", "SEG2", "SEG3", "SEG5", "SEG6", "SEG7", "Reference Frame", "End of Cycle", "LV Wall Ground-truth Segmentation Masks"],
        .. studies.Select(study => (string[])[Name(study), .. Enumerable.Repeat("0", 6), Text(Before + 1), Text(Before + PhantomCycle.Length), "ü"]),
    ]);

    private static string Name(PhantomStudy study) => $"ES{study.Number}_4CH_1";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Frames × rows × columns in MATLAB's order, the frame fastest.</summary>
    private static byte[] Wall(PhantomFrame[] cycle)
    {
        var (height, width) = (cycle[0].Mask.Height, cycle[0].Mask.Width);
        var wall = new byte[cycle.Length * height * width];
        for (var i = 0; i < wall.Length; i++)
        {
            var (frame, y, x) = (i % cycle.Length, i / cycle.Length % height, i / cycle.Length / height);
            wall[i] = cycle[frame].Mask[x, y] == AnatomyLabel.Myocardium ? (byte)1 : (byte)0;
        }
        return wall;
    }
}
