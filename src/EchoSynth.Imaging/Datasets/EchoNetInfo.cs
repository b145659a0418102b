namespace EchoSynth.Imaging.Datasets;

/// <summary>What FileList.csv says of one video. Null where it has no such column, or nothing in it.</summary>
public sealed record EchoNetInfo
{
    /// <summary>The video's name, without extension.</summary>
    public required string Video { get; init; }

    /// <summary>The split, as the file has it: "TRAIN", "VAL", "TEST", or the number of a fold.</summary>
    public required string Split { get; init; }

    /// <summary>Ejection fraction, per cent.</summary>
    public double? EjectionFraction { get; init; }

    /// <summary>LV volume at end-systole, ml.</summary>
    public double? EndSystolicVolume { get; init; }

    /// <summary>LV volume at end-diastole, ml.</summary>
    public double? EndDiastolicVolume { get; init; }

    /// <summary>Columns of a frame.</summary>
    public int? FrameWidth { get; init; }

    /// <summary>Rows of a frame.</summary>
    public int? FrameHeight { get; init; }

    /// <summary>Frames per second.</summary>
    public double? FrameRate { get; init; }

    /// <summary>Frames in the video.</summary>
    public int? FrameCount { get; init; }

    /// <summary>"M" or "F" (EchoNet-Pediatric), as the file has it.</summary>
    public string? Sex { get; init; }

    /// <summary>Years (EchoNet-Pediatric).</summary>
    public double? Age { get; init; }

    /// <summary>Body weight, kg (EchoNet-Pediatric).</summary>
    public double? Weight { get; init; }

    /// <summary>Body height, cm (EchoNet-Pediatric).</summary>
    public double? Height { get; init; }
}
