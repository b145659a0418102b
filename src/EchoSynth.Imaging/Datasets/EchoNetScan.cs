namespace EchoSynth.Imaging.Datasets;

/// <summary>Pairs the videos of one folder with their tracings.</summary>
internal sealed class EchoNetScan(bool skipIncomplete)
{
    public List<EchoItem> Items { get; } = [];

    public Dictionary<string, EchoNetTrace> Traces { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, EchoNetInfo> Videos { get; } = new(StringComparer.Ordinal);

    /// <summary>What is incomplete.</summary>
    public List<SkippedItem> Incomplete { get; } = [];

    /// <summary>What is left out by design.</summary>
    public List<SkippedItem> LeftOut { get; } = [];

    public IReadOnlyList<SkippedItem> Skipped => [.. LeftOut, .. Incomplete];

    /// <param name="folder">The folder with FileList.csv.</param>
    /// <param name="view">What its videos show.</param>
    /// <param name="videos">Its FileList.csv.</param>
    /// <param name="tracings">Its VolumeTracings.csv.</param>
    public void Folder(string folder, EchoView view, List<(EchoNetInfo Info, string File, DatasetSplit Split)> videos, Dictionary<string, EchoNetVideoTracings> tracings)
    {
        var container = Path.Combine(folder, EchoNetNames.Videos);
        var present = DatasetFiles.Files(container).Select(path => Path.GetFileName(path)).ToHashSet(StringComparer.Ordinal);
        var list = Path.Combine(folder, EchoNetNames.FileList);
        var traced = Path.Combine(folder, EchoNetNames.Tracings);
        foreach (var (info, file, split) in videos)
        {
            var path = Path.Combine(container, file);
            if (!Videos.TryAdd(info.Video, info))
                throw new EchoFormatException(list, "FileName", $"\"{info.Video}\" is listed for another view too; names must be unique.");
            if (!present.Contains(file))
                Incomplete.Add(new SkippedItem(info.Video, $"{path}: {list} names it, but it is not there"));
            else if (Pair(info.Video, traced, tracings.GetValueOrDefault(info.Video)) is { } pair)
                Add(info, view, split, path, traced, list, pair);
        }
        foreach (var name in tracings.Keys.Where(name => !Videos.ContainsKey(name)).Order(StringComparer.Ordinal))
            LeftOut.Add(new SkippedItem(name, $"{traced}: it is traced, but not in {EchoNetNames.FileList}."));
    }

    /// <summary>Throws where something is incomplete and that is not to be skipped.</summary>
    public EchoNetScan Checked(string root)
    {
        if (Videos.Count == 0)
            throw new EchoFormatException(root, EchoNetNames.FileList, "the list has no video; each of its lines must name one.");
        if (Incomplete.Count > 0 && !skipIncomplete)
            throw new EchoFormatException(root, "videos", $"{Incomplete.Count} incomplete ({nameof(EchoNetOptions.SkipIncomplete)} leaves them out): {DatasetFiles.Reasons(Incomplete)}");
        return this;
    }

    /// <summary>The frames of the largest and the smallest outline; null, with the reason said, where there are no two.</summary>
    private (int Diastole, int Systole, EchoNetVideoTracings Video)? Pair(string name, string path, EchoNetVideoTracings? video)
    {
        if (video is null || video.Frames.Count < 2)
        {
            var remarks = video?.Remarks.Count > 0 ? $" ({string.Join(", ", video.Remarks.Distinct().Take(3))})" : "";
            LeftOut.Add(new SkippedItem(name, $"{path}: {video?.Frames.Count ?? 0} traced frames of {name}{remarks}; two are needed, for end-diastole and end-systole."));
            return null;
        }
        var areas = video.Frames.Select(f => (f.Key, Area: PolygonFill.Area(f.Value.ToArray()), f.Value.Count)).OrderBy(f => f.Area).ToList();
        if (areas.FirstOrDefault(f => f.Count < 3 || f.Area <= 0) is { Count: > 0 } flat)
        {
            Incomplete.Add(new SkippedItem(name, $"{path}: frame {flat.Key} of {name} has {flat.Count} points that enclose nothing; an outline has three or more"));
            return null;
        }
        if (areas.FirstOrDefault(f => f.Count > PolygonFill.MaximalCorners) is { Count: > 0 } endless)
        {
            Incomplete.Add(new SkippedItem(name, $"{path}: frame {endless.Key} of {name} has {endless.Count} points; an outline has at most {PolygonFill.MaximalCorners}"));
            return null;
        }
        if (areas[0].Area == areas[^1].Area)
        {
            Incomplete.Add(new SkippedItem(name, $"{path}: the outlines of {name} are all of one area, so none is end-diastole"));
            return null;
        }
        if (areas.Count > 2)
            LeftOut.Add(new SkippedItem(name, $"{path}: {areas.Count} frames of {name} are traced; the largest and the smallest are taken."));
        return (areas[^1].Key, areas[0].Key, video);
    }

    private void Add(EchoNetInfo info, EchoView view, DatasetSplit split, string path, string traced, string list, (int Diastole, int Systole, EchoNetVideoTracings Video) pair)
    {
        var item = new EchoItem($"{info.Video}_ED", EchoNetNames.Patient(info.Video), view, CardiacPhase.EndDiastole, split, path, traced, pair.Diastole);
        Add(item, pair.Systole);
        Add(item with { Id = $"{info.Video}_ES", Phase = CardiacPhase.EndSystole, Frame = pair.Systole }, pair.Diastole);

        void Add(EchoItem one, int other)
        {
            if (!Traces.TryAdd(one.Id, new EchoNetTrace(pair.Video.Frames[one.Frame], other, list, info)))
                throw new EchoFormatException(list, "FileName", $"\"{info.Video}\" gives the item {one.Id} a second time; names must be unique.");
            Items.Add(one);
        }
    }
}
