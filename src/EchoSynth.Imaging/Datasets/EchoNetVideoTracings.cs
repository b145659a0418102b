namespace EchoSynth.Imaging.Datasets;

/// <summary>The outlines in the frames of one video, and what else was said of it.</summary>
internal sealed class EchoNetVideoTracings
{
    private readonly SortedDictionary<int, List<(double X, double Y)>> _frames = [];

    /// <summary>Such as "No Systolic".</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>The outlines, by frame.</summary>
    public IReadOnlyDictionary<int, List<(double X, double Y)>> Frames => _frames;

    /// <summary>The points of a frame, to be added to.</summary>
    public List<(double X, double Y)> Points(int frame)
    {
        if (!_frames.TryGetValue(frame, out var points))
            _frames.Add(frame, points = []);
        return points;
    }

    public void Replace(Func<List<(double X, double Y)>, List<(double X, double Y)>> change)
    {
        foreach (var frame in _frames.Keys.ToList())
            _frames[frame] = change(_frames[frame]);
    }
}
