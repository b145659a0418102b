using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EchoSynth.Cli.Work;

/// <summary>manifest.jsonl: one line per synthetic image, saying what it was made from.</summary>
/// <remarks>
/// While images are made, lines go to a journal; the manifest itself is written at the end, in order. A restart keeps an image whose line, computed
/// anew from what is asked for now and the file as it is, stands in either.
/// </remarks>
internal sealed class Manifest : IDisposable
{
    private readonly string _folder;
    private readonly string _journalPath;
    private readonly HashSet<string> _known;
    private readonly Func<ImageJob, string, string> _line;
    private StreamWriter? _journal;

    /// <param name="folder">The output folder.</param>
    /// <param name="suffix">What distinguishes this shard's manifest.</param>
    /// <param name="model">The hash of the model's weights.</param>
    /// <param name="options">What else the pixels depend on.</param>
    public Manifest(string folder, string suffix, string model, IReadOnlyDictionary<string, object> options)
    {
        _folder = folder;
        Path = System.IO.Path.Combine(folder, $"manifest{suffix}.jsonl");
        _journalPath = System.IO.Path.Combine(folder, $".manifest{suffix}.journal");
        _known = [.. Lines(Path), .. Lines(_journalPath)];
        _line = (job, sha256) => JsonSerializer.Serialize(new
        {
            file = job.ImageFile,
            mask = job.MaskFile,
            source = job.Mask.Path.Replace('\\', '/'),
            id = job.Mask.Id,
            seed = job.Seed,
            model,
            options,
            sha256,
            synthetic = true,
        });
    }

    public string Path { get; }

    /// <summary>Whether the image is there already, made from the same model, mask, seed and options.</summary>
    public bool Has(ImageJob job) =>
        File.Exists(System.IO.Path.Combine(_folder, job.MaskFile)) && CurrentLine(job) is { } line && _known.Contains(line);

    /// <summary>Notes an image that was just written.</summary>
    public void Note(ImageJob job)
    {
        _journal ??= new StreamWriter(_journalPath, append: true, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        _journal.WriteLine(CurrentLine(job));
    }

    /// <summary>Writes the manifest and drops the journal.</summary>
    public void Finish(IEnumerable<ImageJob> jobs)
    {
        Dispose();
        var temporary = Path + ".tmp";
        File.WriteAllLines(temporary, jobs.Select(j => CurrentLine(j) ?? throw new IOException($"{System.IO.Path.Combine(_folder, j.ImageFile)}: is gone.")), new UTF8Encoding(false));
        File.Move(temporary, Path, overwrite: true);
        File.Delete(_journalPath);
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _journal = null;
    }

    private string? CurrentLine(ImageJob job)
    {
        var path = System.IO.Path.Combine(_folder, job.ImageFile);
        return File.Exists(path) ? _line(job, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))) : null;
    }

    private static IEnumerable<string> Lines(string path) => File.Exists(path) ? File.ReadLines(path) : [];
}
