using System.ComponentModel;

namespace EchoSynth.Studio.Api;

/// <summary>The frames of a beating heart: POST /api/loop.</summary>
public sealed record LoopRequest : HeartRequest
{
    /// <summary>Frames of one cycle, from end-diastole over end-systole towards end-diastole again: 4 up to the limit of GET /api/model.</summary>
    [DefaultValue(12)]
    public int Frames { get; init; } = 12;

    internal const int LeastFrames = 4;
}
