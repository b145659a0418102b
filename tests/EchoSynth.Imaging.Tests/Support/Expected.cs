using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace EchoSynth.Imaging.Tests.Support;

/// <summary>What another program reads from one of its files: Fixtures/TOOL/expected.json, by Fixtures/TOOL/make.py.</summary>
internal sealed record Expected(int[]? Shape, double[]? Spacing, string? Type, string? Sha256, double[]? First, string? Error)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    public static Dictionary<string, Expected> Of(string tool) => JsonSerializer.Deserialize<Dictionary<string, Expected>>(File.ReadAllBytes(Fixture.Path($"{tool}/expected.json")), s_options)!;

    public static TheoryData<string> Names(string tool) => [.. Of(tool).Keys];

    /// <summary>The record of what was written.</summary>
    public static Expected From(int[] shape, VolumeSpacing spacing, double[] values) =>
        new(shape, [spacing.X, spacing.Y, spacing.Z], null, Hash(values), values[..Math.Min(8, values.Length)], null);

    /// <summary>Compares all values: those of little-endian float64 have the same SHA-256.</summary>
    public void AssertValues(double[] values)
    {
        Assert.Equal(First!, values.Take(8));
        Assert.Equal(Sha256, Hash(values));
    }

    /// <summary>Compares a volume: sizes, spacing, element type, all values.</summary>
    public void AssertVolume(ImageVolume volume)
    {
        Assert.Equal(Type, volume.Type.ToString());
        // VTK's images always have three axes.
        var shape = volume.Shape.Count == 2 && Shape!.Length == 3 ? [.. volume.Shape, 1] : volume.Shape;
        Assert.Equal(Shape!, shape);
        Assert.Equal((Shape![0], Shape[1], Shape.Skip(2).Aggregate(1, (a, b) => a * b)), (volume.Width, volume.Height, volume.Depth));
        Assert.Equal(Spacing![0], volume.Spacing.X, 1e-6);
        Assert.Equal(Spacing[1], volume.Spacing.Y, 1e-6);
        var axis = Array.FindIndex(Shape, Math.Min(2, Shape.Length), n => n > 1);
        if (axis > 0)
            Assert.Equal(Spacing[axis], volume.Spacing.Z, 1e-6);
        AssertValues(volume.Elements());
    }

    private static string Hash(double[] values)
    {
        var bytes = new byte[8 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), values[i]);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}

internal static class VolumeElements
{
    /// <summary>All values, scale applied, x fastest.</summary>
    public static double[] Elements(this ImageVolume volume) =>
        [.. Enumerable.Range(0, volume.Width * volume.Height * volume.Depth).Select(i => volume[i % volume.Width, i / volume.Width % volume.Height, i / volume.Width / volume.Height])];
}
