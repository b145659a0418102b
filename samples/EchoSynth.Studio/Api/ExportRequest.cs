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

    /// <summary>The set's name, in its card; 1 to 80 characters on one line, without angle brackets.</summary>
    [StringLength(80, MinimumLength = 1)]
    [RegularExpression(NamePattern)]
    [DefaultValue("A heart of EchoSynth.Studio")]
    public string Name { get; init; } = "A heart of EchoSynth.Studio";

    // Something else than blanks, and nothing that ends a line, turns the direction of writing or begins a tag: it is a heading of README.md.
    private const string NamePattern = @"^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069<>]*$";
}
