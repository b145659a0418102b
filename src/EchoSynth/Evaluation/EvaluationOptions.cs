using System.ComponentModel.DataAnnotations;
using EchoSynth.Imaging.Features;
using EchoSynth.Segmentation;

namespace EchoSynth.Evaluation;

/// <summary>What an <see cref="Evaluator"/> asks, and how.</summary>
public sealed class EvaluationOptions
{
    /// <summary>What is asked; the others are left out of the report.</summary>
    /// <value>The default value is <see cref="EvaluationQuestions.All"/>.</value>
    public EvaluationQuestions Questions { get; set; } = EvaluationQuestions.All;

    /// <summary>What describes images for distances between sets; privacy uses the first.</summary>
    /// <value>The default value is one <see cref="RadiomicExtractor"/>.</value>
    [Required]
    public IReadOnlyList<IFeatureExtractor> Extractors { get; set; } = [new RadiomicExtractor()];

    /// <summary>Where features are kept between evaluations, by content; null keeps none.</summary>
    /// <value>The default value is null.</value>
    public string? CacheFolder { get; set; }

    /// <summary>The segmenters of the usefulness question. Its image size is brought to the images', where these are smaller.</summary>
    /// <value>The default value is that of <see cref="SegmenterOptions"/>.</value>
    [Required]
    public SegmenterOptions Segmenter { get; set; } = new();

    /// <summary>How many segmenters, of different seeds, each regime trains.</summary>
    /// <value>The default value is 1.</value>
    [Range(1, 100)]
    public int Repeats { get; set; } = 1;

    /// <summary>The share of the real training patients that stand for somebody with few images.</summary>
    /// <value>The default value is 0.1.</value>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double ScarceShare { get; set; } = 0.1;

    /// <summary>Seed of every drawing: halves, tenths, bootstrap, segmenters.</summary>
    /// <value>The default value is 0.</value>
    public long Seed { get; set; }
}
