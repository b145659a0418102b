using System.Text;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Fuzz;

/// <summary>Every parser that takes a file or a folder: those of data here, those of models in <see cref="ModelTargets"/>.</summary>
internal static class FuzzTargets
{
    private const int VideoCases = 400;
    private static readonly VideoOptions s_video = new() { StallTimeout = TimeSpan.FromSeconds(8), MaxFrames = 500 };

    public static IReadOnlyList<FuzzTarget> All => [.. Data, .. ModelTargets.All];

    /// <summary>Those that need no libtorch.</summary>
    public static IReadOnlyList<FuzzTarget> Data { get; } =
    [
        new("png-image", (_, file) => PngCodec.Read(file)),
        new("png-mask", (_, file) => PngCodec.ReadMask(file)),
        new("nifti1", (_, file) => Volume(file)),
        new("nifti2", (_, file) => Volume(file)),
        new("nifti-pair", (_, file) => NiftiFile.Read(file)),
        new("mhd", (_, file) => Volume(Path.ChangeExtension(file, ".mhd"))),
        new("mha", (_, file) => Volume(file)),
        new("camus-info", (_, file) => CamusInfo.Read(file)),
        new("camus-splits", (folder, _) => CamusSplits.Read([folder], 1)),
        new("echonet-filelist", (_, file) => EchoNetFileList.Read(file, EchoNetDynamicDataset.Split, "TRAIN, VAL or TEST")),
        new("echonet-chords", (_, file) => EchoNetTracings.ReadChords(file)),
        new("echonet-points", (_, file) => EchoNetTracings.ReadPoints(file)),
        new("manifest-csv", (folder, _) => FolderDataset.Open(folder)) { Altered = ["manifest.csv"] },
        new("manifest-jsonl", (folder, _) => FolderDataset.Open(folder)) { Altered = ["manifest.jsonl"] },
        new("unity-labels", (_, file) => UnityLabels.Read(file)),
        new("mat", (_, file) => MatFile.Read(file, "predicted")),
        new("xlsx", (_, file) => Sheet(file)),
        new("shape-json", (_, file) => ShapeModel.Load(file)),
        new("phantom-json", (folder, _) => PhantomDataset.TryOpen(folder)),
        new("label-map", (_, file) => LabelMap.Parse(Encoding.UTF8.GetString(File.ReadAllBytes(file)))) { Documented = [typeof(FormatException)], FolderCases = 0 },
        new("video-probe", (_, file) => VideoFile.Probe(file, s_video)) { MostCases = VideoCases, NeedsVideo = true, Limit = TimeSpan.FromSeconds(10) },
        new("video-read", (_, file) => VideoFile.ReadFrames(file, options: s_video).Count()) { MostCases = VideoCases, NeedsVideo = true, Limit = TimeSpan.FromSeconds(10) },
        Set(DatasetLayout.CamusNifti),
        Set(DatasetLayout.CamusMetaImage),
        new("set-camus-sequences", (folder, _) => CamusDataset.Open(folder, new CamusOptions { IncludeSequences = true })) { Threads = true },
        Set(DatasetLayout.Ted),
        Set(DatasetLayout.CardiacUda),
        Set(DatasetLayout.Unity),
        Set(DatasetLayout.EchoNetDynamic) with { Altered = [".csv"], NeedsVideo = true },
        Set(DatasetLayout.EchoNetPediatric) with { Altered = [".csv"], NeedsVideo = true },
        Set(DatasetLayout.HmcQu) with { Altered = [".xlsx", ".mat"], NeedsVideo = true },
        Set(DatasetLayout.Folder),
    ];

    /// <summary>The name of a layout's target.</summary>
    public static string NameOf(DatasetLayout layout) => "set-" + EchoDatasets.NameOf(layout);

    // Opened by what lies in it, so that every layout's signs are looked for in every damaged set.
    private static FuzzTarget Set(DatasetLayout layout) => new(NameOf(layout), Open) { Threads = true, FolderCases = 4, Limit = TimeSpan.FromSeconds(2) };

    private static void Open(string folder, string file)
    {
        var data = EchoDatasets.Open(folder);
        // Videos have targets of their own.
        var items = data.Items.Where(i => !VideoFile.HasExtension(i.ImagePath)).ToList();
        foreach (var item in items.Where(i => i.ImagePath == file || i.MaskPath == file).Take(2).Append(items.FirstOrDefault()).OfType<EchoItem>().Distinct())
            data.Load(item);
    }

    private static void Volume(string path)
    {
        EchoFile.ReadVolume(path);
        EchoFile.FrameCount(path);
        Also(() => EchoFile.ReadImage(path));
        Also(() => EchoFile.ReadMask(path));
    }

    private static void Sheet(string path)
    {
        XlsxFile.Read(path);
        Also(() => HmcQuSheet.Read(path));
    }

    /// <summary>What may be refused though the file as such is sound.</summary>
    private static void Also(Action action)
    {
        try
        {
            action();
        }
        catch (EchoFormatException)
        {
            // Such as a volume that is no mask.
        }
    }
}
