namespace EchoSynth.Imaging.Datasets;

/// <summary>Reads FileList.csv.</summary>
internal static class EchoNetFileList
{
    /// <summary>Videos at most; EchoNet-Dynamic has 10,030.</summary>
    private const int MaxVideos = 1_000_000;

    private static readonly string[] s_required = ["FileName", "Split"];
    private static readonly string[] s_optional = ["EF", "ESV", "EDV", "FrameHeight", "FrameWidth", "FPS", "NumberOfFrames", "Sex", "Age", "Weight", "Height"];

    /// <summary>The videos in their order, each with its file's name and split.</summary>
    /// <param name="path">The file.</param>
    /// <param name="split">What a value of the column Split means; null for none.</param>
    /// <param name="splits">All values that mean something, for messages.</param>
    public static List<(EchoNetInfo Info, string File, DatasetSplit Split)> Read(string path, Func<string, DatasetSplit?> split, string splits)
    {
        var videos = new List<(EchoNetInfo, string, DatasetSplit)>();
        var lines = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        CsvTable.Read(path, s_required, s_optional, row =>
        {
            var name = row[0];
            if (!EchoNetNames.IsUsable(name))
                throw row.Error(0, "it must be the name of a file, without a folder.");
            var stem = EchoNetNames.Stem(name);
            if (!lines.TryAdd(stem, row.Line))
                throw row.Error(0, $"the same name is in line {lines[stem]}; each video must be listed once.");
            videos.Add((Info(row, stem), EchoNetNames.File(name), split(row[1]) ?? throw row.Error(1, $"it must be {splits}.")));
        }, MaxVideos);
        return videos;
    }

    private static EchoNetInfo Info(CsvCursor row, string stem) => new()
    {
        Video = stem,
        Split = row[1],
        EjectionFraction = row.OptionalNumber(2),
        EndSystolicVolume = row.OptionalNumber(3),
        EndDiastolicVolume = row.OptionalNumber(4),
        FrameHeight = row.OptionalCount(5),
        FrameWidth = row.OptionalCount(6),
        FrameRate = row.OptionalNumber(7),
        FrameCount = row.OptionalCount(8),
        Sex = row[9] is { Length: > 0 } sex ? sex : null,
        Age = row.OptionalNumber(10),
        Weight = row.OptionalNumber(11),
        Height = row.OptionalNumber(12),
    };
}
