using System.Runtime.ExceptionServices;

namespace EchoSynth.Synthesis;

/// <summary>Writes a micro-batch on other threads: files and their checksums side by side, then the lines of the journal in order.</summary>
/// <remarks>One batch at a time; it is to be joined however the run ends.</remarks>
internal sealed class SynthesisWriter(SynthesisManifest manifest, SynthesisFiles files, string folder, SynthesisGrid grid)
{
    private Task<SynthesisEntry[]>? _writing;

    /// <summary>Begins to write a batch; the one before must have been joined.</summary>
    public void Begin(IReadOnlyList<SynthesisPiece> pieces) => _writing = Task.Run(() => Write(pieces));

    /// <summary>Waits for the batch that is being written.</summary>
    /// <returns>Its entries, in order; null where there is none.</returns>
    /// <exception cref="IOException">A file cannot be written; those of the batch before it are, and are noted.</exception>
    public SynthesisEntry[]? Join()
    {
        var writing = _writing;
        _writing = null;
        return writing?.GetAwaiter().GetResult();
    }

    private SynthesisEntry[] Write(IReadOnlyList<SynthesisPiece> pieces)
    {
        var entries = new SynthesisEntry[pieces.Count];
        var errors = new ExceptionDispatchInfo?[pieces.Count];
        Parallel.For(0, pieces.Count, i =>
        {
            try
            {
                entries[i] = Write(pieces[i]);
            }
            catch (Exception e)
            {
                errors[i] = ExceptionDispatchInfo.Capture(e);
            }
        });
        for (var i = 0; i < entries.Length; i++)
        {
            errors[i]?.Throw();
            manifest.Note(entries[i]);
        }
        return entries;
    }

    private SynthesisEntry Write(SynthesisPiece piece)
    {
        if (piece is not { Input: { } input, Made: { } made })
            return piece.Entry;
        if (grid == SynthesisGrid.Source)
            files.Write(folder, piece.Job, input.Geometry!.Restore(made.Image), input.Geometry.Restore(made.Mask));
        else
            files.Write(folder, piece.Job, made.Image, made.Mask);
        return piece.Entry with
        {
            Geometry = input.Geometry,
            InputSha256 = input.Hash(),
            Sha256 = SynthesisManifest.Hash(folder, piece.Entry.File!),
            MaskSha256 = SynthesisManifest.Hash(folder, piece.Entry.Mask!),
        };
    }
}
