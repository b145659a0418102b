namespace EchoSynth.Reports;

/// <summary>The pictures of a report, as data URIs with captions; groups of what stands side by side.</summary>
internal sealed record EvaluationPictures
{
    public IReadOnlyList<(string Caption, IReadOnlyList<(string Caption, string Source)> Cells)> Samples { get; init; } = [];

    public IReadOnlyList<(string Caption, IReadOnlyList<(string Caption, string Source)> Cells)> Extremes { get; init; } = [];

    public IReadOnlyList<(string Caption, IReadOnlyList<(string Caption, string Source)> Cells)> Closest { get; init; } = [];
}
