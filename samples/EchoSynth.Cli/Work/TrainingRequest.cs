using System.Globalization;
using System.Text.Json;
using EchoSynth.Augmentation;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Tensors;
using EchoSynth.Training;

namespace EchoSynth.Cli.Work;

/// <summary>What was asked of a training; null where the preset decides.</summary>
internal sealed record TrainingRequest
{
    public string? Preset { get; init; }

    /// <summary>The options of the training that is resumed; null for a new one.</summary>
    public TrainerOptions? Begun { get; init; }

    public long? Images { get; init; }

    public int? Batch { get; init; }

    public long? Seed { get; init; }

    public string Device { get; init; } = "auto";

    public int Threads { get; init; }

    public int? Accumulate { get; init; }

    public double? Clip { get; init; }

    public RateDecay? Rates { get; init; }

    public Precision? Precision { get; init; }

    /// <summary>"none", "flip" or "mild".</summary>
    public string? Augment { get; init; }

    public int? ValidationInterval { get; init; }

    public int? Patience { get; init; }

    public int? CheckpointInterval { get; init; }

    public int? Keep { get; init; }

    public double? CostPerHour { get; init; }

    /// <summary>"scanner", "manifest", or a CSV file; null for a model without domains.</summary>
    public string? Domains { get; init; }

    public FrameExtent? Extent { get; init; }

    public double? Black { get; init; }

    public double? White { get; init; }

    public LabelResampling? LabelResampling { get; init; }

    /// <summary>How pairs are kept, and how they were framed where a training is resumed.</summary>
    public TrainingSetOptions Pairs { get; init; } = new();

    public TrainingPlan Plan(IReadOnlyList<EchoItem> items)
    {
        var preset = ModelPreset.ByName(Preset ?? ModelPreset.Small64.Name);
        return new TrainingPlan(preset, Options(Begun ?? preset.Training), items, Device, Threads, Framed(), Domains);
    }

    private TrainingSetOptions Framed() => Pairs with
    {
        Framing = Pairs.Framing with { Extent = Extent ?? Pairs.Framing.Extent, BlackPercentile = Black ?? Pairs.Framing.BlackPercentile, WhitePercentile = White ?? Pairs.Framing.WhitePercentile, Labels = LabelResampling ?? Pairs.Framing.Labels },
    };

    private TrainerOptions Options(TrainerOptions start) => start with
    {
        Images = Images ?? start.Images,
        BatchSize = Batch ?? start.BatchSize,
        Seed = Seed ?? start.Seed,
        AccumulationSteps = Accumulate ?? start.AccumulationSteps,
        GradientClip = Clip ?? start.GradientClip,
        RateDecay = Rates ?? start.RateDecay,
        Precision = Precision ?? start.Precision,
        Augmentation = Augment switch
        {
            null => start.Augmentation,
            "none" => null,
            "flip" => new AugmentationOptions { FlipProbability = AugmentationOptions.Mild.FlipProbability },
            _ => AugmentationOptions.Mild,
        },
        CheckpointInterval = CheckpointInterval ?? start.CheckpointInterval,
        CheckpointsKept = Keep ?? start.CheckpointsKept,
        CostPerHour = CostPerHour ?? start.CostPerHour,
        Validation = start.Validation with { Interval = ValidationInterval ?? start.Validation.Interval, Patience = Patience ?? start.Validation.Patience },
    };
}

/// <summary>A training with nothing left to decide.</summary>
internal sealed record TrainingPlan(ModelPreset Preset, TrainerOptions Options, IReadOnlyList<EchoItem> Items, string Device, int Threads, TrainingSetOptions Pairs, string? Domains = null)
{
    public const string FramingKey = "framing", DomainsKey = "domains";

    /// <summary>Kept in config.json, for people; preset and framing for going on, too.</summary>
    public Dictionary<string, string> Provenance()
    {
        var provenance = new Dictionary<string, string>
        {
            ["preset"] = Preset.Name,
            ["images"] = Options.Images.ToString(CultureInfo.InvariantCulture),
            ["batch"] = Options.BatchSize.ToString(CultureInfo.InvariantCulture),
            ["seed"] = Options.Seed.ToString(CultureInfo.InvariantCulture),
            ["pairs"] = Items.Count.ToString(CultureInfo.InvariantCulture),
        };
        if (Pairs.Framing != new FramingOptions())
            provenance[FramingKey] = JsonSerializer.Serialize(Pairs.Framing);
        if (Domains is not null)
            provenance[DomainsKey] = Domains;
        return provenance;
    }
}
