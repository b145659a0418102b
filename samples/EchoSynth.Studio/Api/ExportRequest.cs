using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Studio.Api;

/// <summary>A data set of one heart: POST /api/export.</summary>
public sealed record ExportRequest : HeartRequest
{
    /// <summary>Image pairs: each is end-diastole and end-systole with seeds of their own, derived from the request's. 1 up to the limit of GET /api/model.</summary>
    [DefaultValue(4)]
    public int Variations { get; init; } = 4;

    /// <summary>"png" and "nifti" are image and mask side by side, "camus-nifti" and "camus-mhd" the layouts of CAMUS; each with manifest and card.</summary>
    [AllowedValues("png", "nifti", "camus-nifti", "camus-mhd")]
    [DefaultValue("png")]
    public string Layout { get; init; } = "png";

    /// <summary>The set's name, in its card; 1 to 80 characters.</summary>
    [DefaultValue("A heart of EchoSynth.Studio")]
    public string Name { get; init; } = "A heart of EchoSynth.Studio";
}
