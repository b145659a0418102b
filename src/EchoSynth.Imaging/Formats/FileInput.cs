using System.IO.Compression;

namespace EchoSynth.Imaging;

/// <summary>Opening, bounding and reading input, every failure as an <see cref="EchoFormatException"/>.</summary>
internal static class FileInput
{
    /// <summary>Deflate cannot expand more than this, so a small file cannot promise a large image.</summary>
    public const int MaximalDeflateRatio = 1032;

    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            // Opening a pipe would wait for its writer, for ever; a pipe's or a device's length is 0.
            if (IsEmpty(path))
                throw new EchoFormatException(path, null, "the file is empty, or is a pipe or a device.");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
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

    /// <summary>Whether a file holds nothing, as lists may; so do pipes and devices, which must not be opened.</summary>
    public static bool IsEmpty(string path) =>
        new FileInfo(path) is { Exists: true } file && (file.LinkTarget is null ? file : File.ResolveLinkTarget(path, returnFinalTarget: true)) is FileInfo { Exists: true, Length: 0 };

    /// <summary>Reads exactly <paramref name="count"/> bytes of which the source has promised enough; see <see cref="CheckPromise"/>.</summary>
    public static byte[] ReadExactly(Stream stream, long count, string path, string field)
    {
        var data = new byte[count];
        var read = stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        if (read < count)
            throw new EchoFormatException(path, field, $"the file is truncated: {count} bytes are needed, {read} are there.");
        return data;
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

    public static GZipStream Gzip(Stream stream) => new(new PaddedStream(stream), CompressionMode.Decompress);
}
