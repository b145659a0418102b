using System.IO.Compression;
using System.Text;

namespace EchoSynth.Imaging;

/// <summary>MetaImage: .mhd with a file of pixels beside it, or .mha with both in one.</summary>
/// <remarks>
/// Read: ElementDataFile (a file or LOCAL), CompressedData with or without CompressedDataSize, ElementType MET_UCHAR … MET_DOUBLE, both byte orders, HeaderSize
/// (-1 too), NDims 2 to 7; all axes beyond columns and rows become the frames, as in <see cref="NiftiFile"/>. Not read: LIST and numbered files, text pixels, several
/// channels. The orientation is not applied. ElementDataFile must lie in the header's folder or below, symbolic links resolved: a header from elsewhere cannot make
/// this read other files.
/// </remarks>
public static class MetaImageFile
{
    /// <summary>Reads header and voxels, whether in one file or two, compressed or not.</summary>
    /// <param name="path">The .mhd or .mha file.</param>
    /// <exception cref="EchoFormatException">Missing, truncated, or not a MetaImage that this class can read; the message names the header's entry.</exception>
    public static ImageVolume Read(string path) => FileInput.Read(path, stream =>
    {
        var header = MetaImageHeader.Read(stream, path);
        if (header.DataFile.Equals("LOCAL", StringComparison.OrdinalIgnoreCase))
            return Pixels(stream, header, path, header.HeaderLength);
        var data = DataPath(path, header.DataFile);
        return FileInput.Read(data, pixels => Pixels(pixels, header, data, 0));
    });

    /// <summary>The size of an image, without reading its pixels.</summary>
    /// <param name="path">The .mhd or .mha file.</param>
    /// <returns>Columns, rows and frames.</returns>
    /// <exception cref="EchoFormatException">As in <see cref="Read"/>, for the header, or the file is too small for the size that it promises.</exception>
    public static (int Width, int Height, int Depth) ReadSize(string path) => FileInput.Read(path, stream =>
    {
        var header = MetaImageHeader.Read(stream, path);
        var local = header.DataFile.Equals("LOCAL", StringComparison.OrdinalIgnoreCase);
        var stored = local ? stream.Length - header.HeaderLength : FileInput.Read(DataPath(path, header.DataFile), pixels => pixels.Length);
        // Who asks for the size goes by it, and a header alone can promise any number of frames.
        FileInput.CheckPromise(path, "DimSize", header.DataLength, stored, header.Compressed);
        return (header.Width, header.Height, header.Depth);
    });

    /// <summary>Writes an image: .mha as one file, .mhd with .raw (or .zraw when compressed) beside it. Each file is written whole or not at all.</summary>
    /// <param name="path">The .mhd or .mha file.</param>
    /// <param name="volume">What to write.</param>
    /// <param name="type">The element type; the volume's own when null. A scaled volume has its scale applied, in float64 when null.</param>
    /// <param name="compress">Whether pixels are compressed (zlib).</param>
    /// <exception cref="ArgumentException">The name ends in neither .mhd nor .mha, or a value does not fit in <paramref name="type"/>.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string path, ImageVolume volume, VoxelType? type = null, bool compress = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(volume);
        volume = volume.ConvertTo(type ?? (volume.IsScaled ? VoxelType.Float64 : volume.Type));
        var local = path.EndsWith(".mha", StringComparison.OrdinalIgnoreCase);
        if (!local && !path.EndsWith(".mhd", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{path}: a MetaImage is named .mhd or .mha.", nameof(path));

        var data = Encode(volume, compress);
        var dataPath = local ? null : Path.ChangeExtension(path, compress ? ".zraw" : ".raw");
        // Three dimensions even for one frame, as in CAMUS.
        var header = MetaImageHeader.Format(volume, compress, compress ? data.Length : null, dataPath is null ? "LOCAL" : Path.GetFileName(dataPath), 3);
        if (dataPath is not null)
            AtomicFile.Write(dataPath, data);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Encoding.UTF8.GetBytes(header));
            if (dataPath is null)
                stream.Write(data);
        });
    }

    private static byte[] Encode(ImageVolume volume, bool compress)
    {
        var data = volume.Bytes.ToArray();
        if (!BitConverter.IsLittleEndian)
            Voxels.SwapBytes(data, volume.Type);
        if (!compress)
            return data;
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(data);
        return buffer.ToArray();
    }

    private static string DataPath(string path, string name)
    {
        if (name.StartsWith("LIST", StringComparison.OrdinalIgnoreCase) || name.Contains('%', StringComparison.Ordinal))
            throw new EchoFormatException(path, "ElementDataFile", $"\"{name}\": lists of files are not supported; it must name one file, or be LOCAL.");
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new EchoFormatException(path, "ElementDataFile", "the name holds a zero byte.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var data = Path.GetFullPath(Path.Combine(folder, name.Replace('\\', '/')));
        var inside = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
        if (!data.StartsWith(inside, StringComparison.Ordinal))
            throw new EchoFormatException(path, "ElementDataFile", $"\"{name}\" lies outside the header's folder, which is refused; it must be in that folder or below.");
        CheckLinks(path, name, folder, data);
        return data;
    }

    /// <summary>The same with symbolic links resolved, where there are any. Where the header itself is a link, its pixels may lie where it points.</summary>
    private static void CheckLinks(string path, string name, string folder, string data)
    {
        var (realHeader, realData) = (FileInput.ResolveLinks(Path.GetFullPath(path)), FileInput.ResolveLinks(data));
        if (realHeader == realData)
            throw new EchoFormatException(path, "ElementDataFile", $"\"{name}\" is the header itself; it must name another file, or be LOCAL.");
        if (!Inside(FileInput.ResolveLinks(folder)) && !Inside(Path.GetDirectoryName(realHeader)!))
            throw new EchoFormatException(path, "ElementDataFile", $"\"{name}\" leads by a symbolic link out of the header's folder, which is refused; it must be in that folder or below.");

        bool Inside(string root) => realData.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static ImageVolume Pixels(FileStream stream, MetaImageHeader header, string path, long start)
    {
        var needed = header.DataLength;
        if (header.HeaderSize == -1)
        {
            if (header.Compressed)
                throw new EchoFormatException(path, "HeaderSize", "-1 does not go with CompressedData = True.");
            start = (long)Int128.Max(start, stream.Length - needed);
        }
        else if (start == 0)
        {
            start = header.HeaderSize;
        }
        var available = Math.Max(0, stream.Length - start);
        if (header.CompressedLength is { } length && header.Compressed)
        {
            if (length > available)
                throw new EchoFormatException(path, "CompressedDataSize", $"{length}, but the file has {available} bytes of pixels; it is truncated or its header is wrong.");
            available = length;
        }
        FileInput.CheckPromise(path, "DimSize", needed, available, header.Compressed);
        stream.Position = start;
        byte[] data;
        if (header.Compressed)
        {
            using var zlib = FileInput.Zlib(stream);
            data = FileInput.ReadExactlyRented(zlib, (long)needed, path, "DimSize");
            FileInput.Finish(zlib, path, "DimSize");
        }
        else
        {
            data = FileInput.ReadExactlyRented(stream, (long)needed, path, "DimSize");
        }
        if (header.BigEndian == BitConverter.IsLittleEndian)
            Voxels.SwapBytes(data.AsSpan(0, (int)needed), header.Type);
        return new ImageVolume(header.Width, header.Height, header.Depth, header.Type, data, header.Spacing, rented: true) { Shape = Array.AsReadOnly(header.Shape) };
    }
}
