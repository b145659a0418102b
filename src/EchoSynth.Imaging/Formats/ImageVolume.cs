using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EchoSynth.Imaging;

/// <summary>One image or a stack of frames as a file holds it: typed elements, x fastest, then y, then z; spacing; a linear scale.</summary>
/// <remarks>
/// Integer elements are kept exactly; what turns them into floating point rounds to nearest, which changes 64-bit integers beyond 2⁵³. <see cref="Slope"/> and
/// <see cref="Intercept"/> (NIfTI's scl_slope and scl_inter) are applied by the indexer, <see cref="CopyFrame"/> and <see cref="ConvertTo"/>, not by
/// <see cref="Values{T}"/>. Not changed after construction; at most 2³¹−1 bytes. A volume that was read may be disposed of, so that the next one takes its memory, which makes reading half as
/// fast again; it, and spans of its values, must not be used from then on. One that is not disposed of is collected as usual.
/// </remarks>
public sealed class ImageVolume : IDisposable
{
    private readonly int _length;
    private readonly bool _rented;
    private byte[]? _data;

    internal ImageVolume(int width, int height, int depth, VoxelType type, byte[] owned, VolumeSpacing spacing, double slope = 1, double intercept = 0, bool rented = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        var needed = (Int128)width * height * depth * Voxels.Size(type);
        if (rented ? owned.Length < needed : owned.Length != needed)
            throw new ArgumentException($"{owned.Length / Voxels.Size(type)} elements were given for a volume of {width} × {height} × {depth}.");
        if (!spacing.IsValid)
            throw new ArgumentException($"Spacing is {spacing.X} × {spacing.Y} × {spacing.Z}; all must be finite and positive.", nameof(spacing));
        if (!double.IsFinite(slope) || slope == 0 || !double.IsFinite(intercept))
            throw new ArgumentException($"The scale is {slope} · v + {intercept}; both must be finite and the slope not 0.", nameof(slope));
        (Width, Height, Depth, Type, Spacing, Slope, Intercept) = (width, height, depth, type, spacing, slope, intercept);
        (_data, _length, _rented) = (owned, (int)needed, rented);
        Shape = Array.AsReadOnly([width, height, depth]);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Frames or slices; 1 for a single image.</summary>
    public int Depth { get; }

    /// <summary>The size of each axis as the file has them, x first: Width, Height, then any number whose product is <see cref="Depth"/>. A writer writes Depth alone.</summary>
    public IReadOnlyList<int> Shape { get; internal init; }

    /// <summary>How elements are stored.</summary>
    public VoxelType Type { get; }

    /// <summary>Spacing in mm.</summary>
    public VolumeSpacing Spacing { get; }

    /// <summary>A stored element v means <see cref="Slope"/> · v + <see cref="Intercept"/>; 1 where nothing is scaled, never 0.</summary>
    public double Slope { get; }

    /// <summary>See <see cref="Slope"/>; 0 where nothing is scaled.</summary>
    public double Intercept { get; }

    /// <summary>Whether stored elements differ from what they mean.</summary>
    public bool IsScaled => Slope != 1 || Intercept != 0;

    /// <exception cref="ObjectDisposedException">The volume was disposed of.</exception>
    internal ReadOnlySpan<byte> Bytes => (_data ?? throw new ObjectDisposedException(nameof(ImageVolume))).AsSpan(0, _length);

    /// <summary>The value (scale applied) in column <paramref name="x"/>, row <paramref name="y"/>, frame <paramref name="z"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the volume.</exception>
    public double this[int x, int y, int z = 0]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)z, (uint)Depth, nameof(z));
            return Slope * Voxels.Get(Bytes, Type, (z * Height + y) * Width + x) + Intercept;
        }
    }

    /// <summary>Makes a volume; the element type follows from <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">byte, sbyte, ushort, short, uint, int, ulong, long, float or double.</typeparam>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="depth">Frames, at least 1.</param>
    /// <param name="values">Stored elements [depth × height × width]; copied.</param>
    /// <param name="spacing">Spacing in mm; <see cref="VolumeSpacing.Unit"/> when null.</param>
    /// <param name="slope">See <see cref="Slope"/>; finite, not 0.</param>
    /// <param name="intercept">See <see cref="Intercept"/>; finite.</param>
    /// <exception cref="ArgumentException">A wrong number of values, or spacing or scale out of range.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of the above.</exception>
    public static ImageVolume Create<T>(int width, int height, int depth, ReadOnlySpan<T> values, VolumeSpacing? spacing = null, double slope = 1, double intercept = 0)
        where T : unmanaged
    {
        var type = Voxels.TypeOf<T>();
        return new ImageVolume(width, height, depth, type, MemoryMarshal.AsBytes(values).ToArray(), spacing ?? VolumeSpacing.Unit, slope, intercept);
    }

    /// <summary>The stored elements [Depth × Height × Width], scale not applied.</summary>
    /// <typeparam name="T">The type that <see cref="Type"/> names.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public ReadOnlySpan<T> Values<T>() where T : unmanaged
    {
        if (Voxels.TypeOf<T>() != Type)
            throw new InvalidOperationException($"The elements are {Type}, not {typeof(T).Name}; ConvertTo changes the type.");
        return MemoryMarshal.Cast<byte, T>(Bytes);
    }

    /// <summary>Copies the values (scale applied) of one frame.</summary>
    /// <param name="frame">0-based.</param>
    /// <param name="values">At least Width × Height long; row-major.</param>
    /// <exception cref="ArgumentException">No such frame, or too short a span.</exception>
    public void CopyFrame(int frame, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)frame, (uint)Depth, nameof(frame));
        var count = Width * Height;
        if (values.Length < count)
            throw new ArgumentException($"The span holds {values.Length} values; a frame has {count}.", nameof(values));
        if (Type == VoxelType.UInt8 && !IsScaled)
        {
            var bytes = Bytes.Slice(frame * count, count);
            for (var i = 0; i < count; i++)
                values[i] = bytes[i];
            return;
        }
        var data = Bytes;
        for (var i = 0; i < count; i++)
            values[i] = (float)(Slope * Voxels.Get(data, Type, frame * count + i) + Intercept);
    }

    /// <summary>Gives the memory back; may be called more than once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _data, null) is { } data && _rented)
            ArrayPool<byte>.Shared.Return(data);
    }

    /// <summary>The same values (scale applied, none left) stored in another type; integers are rounded to nearest. Without a scale integers become integers exactly.</summary>
    /// <exception cref="ArgumentException">A value does not fit in <paramref name="type"/>; the message names it.</exception>
    public ImageVolume ConvertTo(VoxelType type)
    {
        if (type == Type && !IsScaled)
            return this;
        var count = Width * Height * Depth;
        var data = Bytes;
        var converted = new byte[checked(count * Voxels.Size(type))];
        var exact = !IsScaled && Voxels.IsInteger(Type) && Voxels.IsInteger(type);
        for (var i = 0; i < count; i++)
        {
            var value = exact ? 0 : Slope * Voxels.Get(data, Type, i) + Intercept;
            if (!(exact ? Voxels.TrySetInteger(converted, type, i, Voxels.GetInteger(data, Type, i)) : Voxels.TrySet(converted, type, i, value)))
                throw new ArgumentException($"The value {(exact ? $"{Voxels.GetInteger(data, Type, i)}" : value.ToString(CultureInfo.InvariantCulture))} at ({i % Width}, {i / Width % Height}, {i / Width / Height}) does not fit in {type}.", nameof(type));
        }
        return new ImageVolume(Width, Height, Depth, type, converted, Spacing) { Shape = Shape };
    }
}
