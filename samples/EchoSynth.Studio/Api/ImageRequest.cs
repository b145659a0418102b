using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Studio.Api;

/// <summary>One image: POST /api/image.</summary>
public sealed record ImageRequest : HeartRequest
{
    /// <summary>The moment: 0 end-diastole … 1 end-systole.</summary>
    [Range(0.0, 1.0)]
    [DefaultValue(0.0)]
    public double Contraction { get; init; }
}
