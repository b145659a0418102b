using System.Text;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Privacy;
using EchoSynth.Segmentation;

namespace EchoSynth.Evaluation;

/// <summary>What an evaluation found. As JSON it is what 'echosynth evaluate --json' writes; docs/evaluation.md explains every member.</summary>
public sealed record EvaluationReport
{
    internal const string FormatName = "echosynth-evaluation";
    internal const int FormatVersion = 1;

    /// <summary>Always "echosynth-evaluation".</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>Of the format; now 1.</summary>
    public int Version { get; init; } = FormatVersion;

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Version of the library.</summary>
    public required string Library { get; init; }

    /// <summary>Height and width of all images, pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>The sets, with hashes.</summary>
    public required IReadOnlyList<EvaluatedSet> Sets { get; init; }

    /// <summary>Every option that a figure depends on.</summary>
    public required IReadOnlyDictionary<string, string> Configuration { get; init; }

    /// <summary>The answers in brief: faithful, diverse, useful, private.</summary>
    public required IReadOnlyList<EvaluationAnswer> Answers { get; init; }

    /// <summary>What a reader has to know before trusting the figures.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Why a question has no figures; by the name of its member in JSON.</summary>
    public required IReadOnlyDictionary<string, string> NotMeasured { get; init; }

    /// <summary>Seconds that each part took.</summary>
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    /// <summary>How close the images are to real ones; null when not measured.</summary>
    public FidelitySection? Fidelity { get; init; }

    /// <summary>How close the set is to the real set; null when not measured.</summary>
    public DistributionSection? Distribution { get; init; }

    /// <summary>What a segmenter learns from the set; null when not measured.</summary>
    public UsefulnessReport? Usefulness { get; init; }

    /// <summary>Whether training images were copied; null when not measured.</summary>
    public PrivacyReport? Privacy { get; init; }

    /// <summary>What <see cref="Write"/> writes, as a text: indented, figures that could not be measured as null.</summary>
    public string ToJson() => EvaluationJson.Write(this);

    /// <summary>Writes it as JSON, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(ToJson()));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="EchoFormatException">No report, a damaged one, or one of another version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EvaluationReport Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return EvaluationJson.Read(path);
    }
}
