using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EchoSynth.Imaging;
using EchoSynth.Training;

namespace EchoSynth.Logs;

/// <summary>Appends one JSON object per event to a text file: UTF-8 without a mark at its beginning, lines ending in \n. The fields are listed in docs/logging.md.</summary>
/// <remarks>
/// A resumed training goes on in the same file. It may begin before the last line (at the last checkpoint), so whoever reads the file drops, at each "started" or "rolledBack" line,
/// the lines before it that have a higher "step".
/// </remarks>
public sealed class JsonLinesLog : ITrainingLog
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly LogFile _file;

    /// <summary>Opens a log, or makes it. Half a line at its end, left by a process that was killed, is cut off.</summary>
    /// <param name="path">The file, usually *.jsonl; its folder is made where it is missing.</param>
    /// <exception cref="EchoFormatException">The file exists and is no such log; it is left as it is.</exception>
    /// <exception cref="IOException">The file cannot be opened for writing.</exception>
    public JsonLinesLog(string path) => _file = new LogFile(path, FileMode.OpenOrCreate, file => Repair(file, path));

    /// <inheritdoc/>
    public void Write(TrainingEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, s_options))
            EventJson.Write(json, happened);
        _line.Write("\n"u8);
        _file.Append(_line.WrittenSpan);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static void Repair(FileStream file, string path)
    {
        // A wrong file name must not cost anybody a file.
        Span<byte> head = stackalloc byte[EventJson.Head.Length];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (!EventJson.Head.StartsWith(head[..read]))
            throw new EchoFormatException(path, null, "the file exists and is no training log (its first line does not begin with {\"event\":\"). Choose another name.");
        file.SetLength(EndOfLastLine(file));
    }

    private static long EndOfLastLine(FileStream file)
    {
        Span<byte> block = stackalloc byte[4096];
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - block.Length);
            var part = block[..(int)(end - start)];
            file.Position = start;
            file.ReadExactly(part);
            if (part.LastIndexOf((byte)'\n') is var found and >= 0)
                return start + found + 1;
            end = start;
        }
        return 0;
    }
}
