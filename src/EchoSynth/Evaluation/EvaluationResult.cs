using System.Text;
using EchoSynth.Imaging;
using EchoSynth.Reports;

namespace EchoSynth.Evaluation;

/// <summary>What an <see cref="Evaluator"/> found, with the pictures of its page.</summary>
public sealed class EvaluationResult
{
    private readonly EvaluationPictures _pictures;

    internal EvaluationResult(EvaluationReport report, EvaluationPictures pictures) => (Report, _pictures) = (report, pictures);

    /// <summary>The figures.</summary>
    public EvaluationReport Report { get; }

    /// <summary>The page as HTML: style, charts and pictures are in it, nothing is loaded.</summary>
    public string ToHtml() => EvaluationPage.Of(Report, _pictures);

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteHtml(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(ToHtml()));
    }
}
