using System.Diagnostics;
using System.IO.Hashing;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Formats;

/// <summary>Truncated and altered files: an image or an <see cref="EchoFormatException"/>, never anything else, and never more memory than the file can justify.</summary>
public class DecoderFuzzTests
{
    private const int Trials = 4000;
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("grey8.png")]
    [InlineData("grey16.png")]
    [InlineData("palette4.png")]
    [InlineData("adam7_rgb.png")]
    [InlineData("uint8.nii.gz")]
    [InlineData("sequence.nii.gz")]
    [InlineData("int16_scaled_be.nii")]
    [InlineData("float64_be.nii")]
    [InlineData("plastimatch_uint8.mha")]
    [InlineData("plastimatch_int16.mhd")]
    public void Any_damage_is_a_format_error(string name)
    {
        using var folder = new TestFolder();
        if (name.EndsWith(".mhd", StringComparison.Ordinal))
            File.Copy(Fixture.Path(Path.ChangeExtension(name, ".raw")), folder[Path.ChangeExtension(name, ".raw")]);
        var good = File.ReadAllBytes(Fixture.Path(name));
        var random = new Random(12345);
        var clock = Stopwatch.StartNew();
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < Trials && clock.Elapsed < s_most; trial++)
        {
            var bytes = Damage(good, random, name.EndsWith(".png", StringComparison.Ordinal) && trial % 2 == 0);
            var path = folder.Write(name, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                EchoFile.ReadImage(path);
                read++;
            }
            catch (EchoFormatException error)
            {
                Assert.StartsWith(folder.Root, error.Message, StringComparison.Ordinal);
                refused++;
            }
            try
            {
                EchoFile.ReadMask(path);
            }
            catch (EchoFormatException)
            {
                refused++;
            }
            // The largest honest expansion: deflate's 1032, samples of 2 bytes kept as 4, image and mask.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000 + 1032L * 40 * bytes.Length);
        }
        Assert.True(refused > 0 && read + refused > 50, $"{read} read, {refused} refused");
    }

    private static byte[] Damage(byte[] good, Random random, bool repairChecksums)
    {
        var bytes = random.Next(4) == 0 ? good[..random.Next(good.Length)] : (byte[])good.Clone();
        for (var flips = random.Next(1, 6); flips > 0 && bytes.Length > 0; flips--)
        {
            var at = random.Next(3) == 0 ? random.Next(Math.Min(64, bytes.Length)) : random.Next(bytes.Length);
            bytes[at] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(bytes[at] ^ (1 << random.Next(8)));
        }
        if (repairChecksums)
            RepairPng(bytes);
        return bytes;
    }

    /// <summary>Without this, the checksum would catch everything and nothing behind it would be tried.</summary>
    private static void RepairPng(byte[] bytes)
    {
        for (var offset = 8; offset + 12 <= bytes.Length;)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(offset));
            if (length > bytes.Length - offset - 12)
                return;
            var crc = Crc32.HashToUInt32(bytes.AsSpan(offset + 4, (int)length + 4));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(offset + 8 + (int)length), crc);
            offset += 12 + (int)length;
        }
    }
}
