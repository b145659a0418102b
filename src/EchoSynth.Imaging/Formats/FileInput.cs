using System.Buffers;
using System.IO.Compression;

namespace EchoSynth.Imaging;

/// <summary>Opening, bounding and reading input, every failure as an <see cref="EchoFormatException"/>.</summary>
internal static class FileInput
{
    /// <summary>Deflate cannot expand more than this, so a small file cannot promise a large image.</summary>
    public const int MaximalDeflateRatio = 1032;

    /// <summary>Opens a file and reads it; <paramref name="empty"/> is the answer for an empty one, which is an error where there is none.</summary>
    public static T Read<T>(string path, Func<FileStream, T> read, Func<T>? empty = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (HoldsNothing(path))
                return empty is not null ? empty() : throw new EchoFormatException(path, null, "the file is empty, or is a pipe or device; a regular file is needed.");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 12);
            return read(stream);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EchoFormatException(path, null, "the file does not exist.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new EchoFormatException(path, null, Directory.Exists(path) ? "this is a folder; a file is needed." : "access is denied.", error);
        }
        catch (EndOfStreamException error)
        {
            throw new EchoFormatException(path, null, "the file is truncated.", error);
        }
        catch (InvalidDataException error)
        {
            throw new EchoFormatException(path, null, $"the compressed data are damaged or truncated ({error.Message}).", error);
        }
        catch (IOException error) when (error is not EchoFormatException)
        {
            throw new EchoFormatException(path, null, $"cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The lines of a text file with something in them, without blanks around; none of an empty file.</summary>
    public static List<string> Lines(string path, int maximalBytes) => Read(path, stream =>
    {
        if (stream.Length > maximalBytes)
            throw new EchoFormatException(path, null, $"the file has {stream.Length} bytes; a list of names, one a line, has at most {maximalBytes}.");
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } name)
                lines.Add(name);
        }
        return lines;
    }, empty: () => []);

    /// <summary>A full path with every symbolic link in it followed; what does not exist stays as it is.</summary>
    /// <exception cref="IOException">Links go round in a circle.</exception>
    public static string ResolveLinks(string path)
    {
        var root = Path.GetPathRoot(path)!;
        var (real, left) = (root, new Stack<string>(path[root.Length..].Split(Path.DirectorySeparatorChar).Reverse()));
        for (var links = 0; left.TryPop(out var part);)
        {
            if (part.Length == 0)
                continue;
            var next = Path.GetFullPath(Path.Combine(real, part));
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            if (++links > 40)
                throw new IOException("the links lead in a circle, or there are more than 40.");
            // A target may itself go through links, so its parts are looked at one by one.
            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            foreach (var piece in target[(Path.GetPathRoot(target)?.Length ?? 0)..].Split(Path.DirectorySeparatorChar).Reverse())
                left.Push(piece);
        }
        return real;
    }

    /// <summary>Where a file really lies, if links lead from it out of its folder or of what is below that; null where they do not. The folder may itself be reached by links.</summary>
    /// <exception cref="IOException">Links go round in a circle.</exception>
    public static string? LeadsOut(string path)
    {
        var full = Path.GetFullPath(path);
        var real = ResolveLinks(full);
        var folder = Path.TrimEndingDirectorySeparator(ResolveLinks(Path.GetDirectoryName(full)!)) + Path.DirectorySeparatorChar;
        return real.StartsWith(folder, StringComparison.Ordinal) ? null : real;
    }

    /// <summary>Opening a pipe would wait for a writer, and a device need not end. Both say that their length is 0, as empty files do, so none of these is opened.</summary>
    public static bool HoldsNothing(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return file is { Exists: true, Length: 0 };
    }

    /// <summary>Reads exactly <paramref name="count"/> bytes of which the source has promised enough; see <see cref="CheckPromise"/>.</summary>
    public static byte[] ReadExactly(Stream stream, long count, string path, string field)
    {
        var data = GC.AllocateUninitializedArray<byte>(checked((int)count));
        var read = stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        if (read < count)
            throw new EchoFormatException(path, field, $"the file is truncated: {count} bytes are needed, {read} are there.");
        return data;
    }

    /// <summary>The same into an array of the shared pool, which may be longer: arrays of this size are otherwise taken from fresh pages each time, which costs as much as reading.</summary>
    public static byte[] ReadExactlyRented(Stream stream, long count, string path, string field)
    {
        var data = ArrayPool<byte>.Shared.Rent(checked((int)count));
        var read = stream.ReadAtLeast(data.AsSpan(0, (int)count), (int)count, throwOnEndOfStream: false);
        if (read == count)
            return data;
        ArrayPool<byte>.Shared.Return(data);
        throw new EchoFormatException(path, field, $"the file is truncated: {count} bytes are needed, {read} are there.");
    }

    public static void Skip(Stream stream, long count, string path, string field)
    {
        Span<byte> buffer = stackalloc byte[1024];
        while (count > 0)
        {
            var read = stream.Read(buffer[..(int)Math.Min(count, buffer.Length)]);
            if (read == 0)
                throw new EchoFormatException(path, field, "the file is truncated before its pixel data.");
            count -= read;
        }
    }

    /// <summary>Checks, before anything is allocated, that <paramref name="stored"/> bytes can hold what the header promises.</summary>
    public static void CheckPromise(string path, string field, Int128 needed, long stored, bool compressed)
    {
        var possible = compressed ? (Int128)stored * MaximalDeflateRatio + 1024 : stored;
        if (needed > possible)
            throw new EchoFormatException(path, field, $"the header promises {needed} bytes of pixels, but the file has {stored}{(compressed ? " compressed" : "")} bytes; it is truncated or its header is wrong.");
        if (needed > Array.MaxLength)
            throw new EchoFormatException(path, field, $"the pixels take {needed} bytes; at most {Array.MaxLength} can be read.");
    }

    /// <summary>Reads on to the end of compressed data, so that its checksum is verified. A little behind the pixels is harmless.</summary>
    public static void Finish(Stream compressed, string path, string field)
    {
        Span<byte> buffer = stackalloc byte[1024];
        for (var i = 0; i < 1024; i++)
        {
            if (compressed.Read(buffer) == 0)
                return;
        }
        throw new EchoFormatException(path, field, "the compressed data do not end after the pixels; they are damaged or truncated.");
    }

    public static ZLibStream Zlib(Stream stream) => new(new PaddedStream(stream), CompressionMode.Decompress);

    public static Stream Gzip(Stream stream) => new GunzipStream(stream);
}
