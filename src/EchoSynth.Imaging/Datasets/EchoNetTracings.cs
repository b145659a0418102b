namespace EchoSynth.Imaging.Datasets;

/// <summary>Reads VolumeTracings.csv: the outlines of the LV, per video and frame.</summary>
internal static class EchoNetTracings
{
    private static readonly string[] s_chords = ["FileName", "X1", "Y1", "X2", "Y2", "Frame"];
    private static readonly string[] s_points = ["FileName", "X", "Y", "Frame"];

    /// <summary>EchoNet-Dynamic: rows are lines across the LV, the first of a frame its long axis. The outline is their one ends forward, their other ends backward.</summary>
    public static Dictionary<string, EchoNetVideoTracings> ReadChords(string path)
    {
        var videos = new Dictionary<string, EchoNetVideoTracings>(StringComparer.Ordinal);
        CsvTable.Read(path, s_chords, [], row =>
        {
            var points = Video(videos, row).Points(row.Count(5));
            points.Add((row.Number(1), row.Number(2)));
            points.Add((row.Number(3), row.Number(4)));
        });
        foreach (var video in videos.Values)
            video.Replace(Outline);
        return videos;
    }

    /// <summary>EchoNet-Pediatric: rows are the points of the outline; a frame of "No Systolic" or "No Diastolic" says that there is none.</summary>
    public static Dictionary<string, EchoNetVideoTracings> ReadPoints(string path)
    {
        var videos = new Dictionary<string, EchoNetVideoTracings>(StringComparer.Ordinal);
        CsvTable.Read(path, s_points, [], row =>
        {
            var video = Video(videos, row);
            if (row[3].StartsWith("No ", StringComparison.OrdinalIgnoreCase))
                video.Remarks.Add(row[3]);
            else
                video.Points(row.Count(3)).Add((row.Number(1), row.Number(2)));
        });
        return videos;
    }

    private static EchoNetVideoTracings Video(Dictionary<string, EchoNetVideoTracings> videos, CsvCursor row)
    {
        if (!EchoNetNames.IsUsable(row[0]))
            throw row.Error(0, "it must be the name of a file, without a folder.");
        var name = EchoNetNames.Stem(row[0]);
        if (!videos.TryGetValue(name, out var video))
            videos.Add(name, video = new EchoNetVideoTracings());
        return video;
    }

    private static List<(double X, double Y)> Outline(List<(double X, double Y)> ends)
    {
        var outline = new List<(double, double)>(ends.Count);
        for (var i = 2; i < ends.Count; i += 2)
            outline.Add(ends[i]);
        for (var i = ends.Count - 1; i > 2; i -= 2)
            outline.Add(ends[i]);
        return outline;
    }
}
