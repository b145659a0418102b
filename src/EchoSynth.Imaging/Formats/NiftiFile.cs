using System.IO.Compression;

namespace EchoSynth.Imaging;

/// <summary>NIfTI-1 and NIfTI-2: .nii, .nii.gz, and .hdr with .img; both byte orders. Written is NIfTI-1.</summary>
/// <remarks>
/// Elements: uint8, int8, int16, uint16, int32, uint32, int64, uint64, float32, float64 (not complex, RGB or float128). NIfTI stores x fastest, as
/// <see cref="ImageVolume"/> does, so rows and columns need no transposition. All axes beyond these two become the frames, in the order in memory: of (x, y, z, t)
/// frame number z + t · size of z; <see cref="ImageVolume.Shape"/> keeps the sizes, and the spacing between frames is that of the first of these axes longer than 1.
/// A pixdim of 0 is taken as 1 mm; spacing in metres or micrometres is turned into mm. The orientation (qform, sform) is not applied: a file whose qform or sform
/// mirrors an axis is read in the order of its bytes, as nibabel's dataobj has it. Compression is recognised by content, not by name.
/// </remarks>
public static class NiftiFile
{
    /// <summary>Reads header and voxels.</summary>
    /// <param name="path">A .nii, .nii.gz, .hdr or .img file (or .hdr.gz, .img.gz), the last two beside each other.</param>
    /// <exception cref="EchoFormatException">Missing, truncated, or not a NIfTI file that this class can read; the message names the header field.</exception>
    public static ImageVolume Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = HeaderPath(path);
        return FileInput.Read(path, file => Open(file, stream =>
        {
            var header = NiftiHeader.Read(stream, path);
            if (header.SingleFile)
                return Pixels(stream, file.Length, stream != (Stream)file, header.Length, header, path);
            var image = ImagePath(path);
            return FileInput.Read(image, data => Open(data, pixels => Pixels(pixels, data.Length, pixels != (Stream)data, 0, header, image)));
        }));
    }

    /// <summary>The size of a file's image, without reading its pixels.</summary>
    /// <param name="path">As in <see cref="Read"/>.</param>
    /// <returns>Columns, rows and frames.</returns>
    /// <exception cref="EchoFormatException">As in <see cref="Read"/>, for the header, or a single file is too small for the size that it promises.</exception>
    public static (int Width, int Height, int Depth) ReadSize(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = HeaderPath(path);
        return FileInput.Read(path, file => Open(file, stream =>
        {
            var header = NiftiHeader.Read(stream, path);
            // Who asks for the size goes by it, and a header alone can promise any number of frames.
            if (header.SingleFile)
                FileInput.CheckPromise(path, "dim", header.DataOffset + header.DataLength, file.Length, stream != (Stream)file);
            return (header.Width, header.Height, header.Depth);
        }));
    }

    /// <summary>Writes a single-file NIfTI-1, little-endian, in millimetres; two-dimensional when there is one frame.</summary>
    /// <param name="path">The file; compressed when the name ends in .gz. Written whole or not at all.</param>
    /// <param name="volume">What to write; at most 32767 columns, rows and frames. A scale is kept as scl_slope and scl_inter.</param>
    /// <param name="type">The element type; the volume's own when null.</param>
    /// <exception cref="ArgumentException">A dimension is too large for the format, or a value does not fit in <paramref name="type"/>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ImageVolume volume, VoxelType? type = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(volume);
        if (Math.Max(volume.Width, Math.Max(volume.Height, volume.Depth)) > short.MaxValue)
            throw new ArgumentException($"NIfTI-1 holds at most {short.MaxValue} elements in each direction; this volume is {volume.Width} × {volume.Height} × {volume.Depth}.", nameof(volume));
        if (type is { } wanted && wanted != volume.Type)
            volume = volume.ConvertTo(wanted);
        AtomicFile.Write(path, stream =>
        {
            if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                Write(stream, volume);
                return;
            }
            using var compressed = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
            Write(compressed, volume);
        });
    }

    private static void Write(Stream stream, ImageVolume volume)
    {
        stream.Write(NiftiHeader.Format(volume, volume.Depth > 1));
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(volume.Bytes);
            return;
        }
        var data = volume.Bytes.ToArray();
        Voxels.SwapBytes(data, volume.Type);
        stream.Write(data);
    }

    private static T Open<T>(FileStream file, Func<Stream, T> read)
    {
        var zipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        if (!zipped)
            return read(file);
        using var stream = FileInput.Gzip(file);
        return read(stream);
    }

    private static string HeaderPath(string path) =>
        path.EndsWith(".img", StringComparison.OrdinalIgnoreCase) ? Path.ChangeExtension(path, ".hdr")
        : path.EndsWith(".img.gz", StringComparison.OrdinalIgnoreCase) ? path[..^".img.gz".Length] + ".hdr.gz"
        : path;

    private static string ImagePath(string header) =>
        header.EndsWith(".hdr.gz", StringComparison.OrdinalIgnoreCase) ? header[..^".hdr.gz".Length] + ".img.gz" : Path.ChangeExtension(header, ".img");

    private static ImageVolume Pixels(Stream stream, long fileLength, bool compressed, int position, NiftiHeader header, string path)
    {
        FileInput.CheckPromise(path, "dim", header.DataOffset + header.DataLength, fileLength, compressed);
        FileInput.Skip(stream, header.DataOffset - position, path, "vox_offset");
        var data = FileInput.ReadExactlyRented(stream, (long)header.DataLength, path, "dim");
        if (compressed)
            FileInput.Finish(stream, path, "dim");
        if (header.BigEndian == BitConverter.IsLittleEndian)
            Voxels.SwapBytes(data.AsSpan(0, (int)header.DataLength), header.Type);
        return new ImageVolume(header.Width, header.Height, header.Depth, header.Type, data, header.Spacing, header.Slope, header.Intercept, rented: true) { Shape = Array.AsReadOnly(header.Shape) };
    }
}
