using System.Diagnostics;
using System.IO.Compression;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Formats;

/// <summary>The own inflate against System.IO.Compression's, on right data and on damaged data.</summary>
public class GunzipStreamTests
{
    public static TheoryData<string> Contents => ["nothing", "one", "zeros", "noise", "speckle", "periods", "text", "skewed", "labels"];

    [Theory]
    [MemberData(nameof(Contents))]
    public void Every_content_at_every_level_comes_back(string content)
    {
        foreach (var level in Enum.GetValues<CompressionLevel>())
        {
            var bytes = Make(content, 400_000);
            Assert.True(bytes.AsSpan().SequenceEqual(Ours(Zip(bytes, level))), $"{level}");
        }
    }

    [Theory]
    [InlineData(ZLibCompressionStrategy.HuffmanOnly)]
    [InlineData(ZLibCompressionStrategy.RunLengthEncoding)]
    [InlineData(ZLibCompressionStrategy.Fixed)]
    [InlineData(ZLibCompressionStrategy.Filtered)]
    public void Every_strategy_comes_back(ZLibCompressionStrategy strategy)
    {
        foreach (var content in new[] { "speckle", "labels", "skewed", "periods" })
        {
            var bytes = Make(content, 150_000);
            using var buffer = new MemoryStream();
            using (var zip = new GZipStream(buffer, new ZLibCompressionOptions { CompressionLevel = 6, CompressionStrategy = strategy }, leaveOpen: true))
                zip.Write(bytes);
            Assert.True(bytes.AsSpan().SequenceEqual(Ours(buffer.ToArray())), content);
        }
    }

    [Fact]
    public void Small_reads_and_an_input_that_drips_give_the_same()
    {
        var bytes = Make("speckle", 300_000);
        using var stream = new GunzipStream(new DrippingStream(Zip(bytes, CompressionLevel.Optimal)));
        var (read, random) = (new MemoryStream(), new Random(3));
        var buffer = new byte[5000];
        for (int count; (count = stream.Read(buffer, 0, random.Next(1, buffer.Length))) > 0;)
            read.Write(buffer, 0, count);
        Assert.True(bytes.AsSpan().SequenceEqual(read.ToArray()));
    }

    [Fact]
    public void Members_follow_each_other_and_headers_may_have_every_field()
    {
        byte[] plain = Zip([1, 2, 3], CompressionLevel.Optimal);
        byte[] full = [0x1F, 0x8B, 8, 0b11110, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, .. "name\0"u8, .. "comment\0"u8, 7, 7, .. plain[10..]];
        Assert.Equal([1, 2, 3, 1, 2, 3, 1, 2, 3], Ours([.. full, .. plain, .. full]));
        Assert.Equal([1, 2, 3], Ours([.. plain, 0, 0, 0]));
        Assert.Equal([1, 2, 3], Ours([.. plain, 0x1F]));
        Assert.Throws<InvalidDataException>(() => Ours([.. plain, .. plain[..^3]]));
    }

    [Fact]
    public void Streams_that_live_at_the_same_time_do_not_share_buffers()
    {
        var (a, b) = (Make("speckle", 200_000), Make("text", 200_000));
        using var first = new GunzipStream(new MemoryStream(Zip(a, CompressionLevel.Optimal)));
        var start = new byte[1000];
        first.ReadExactly(start);
        Assert.Equal(b, Ours(Zip(b, CompressionLevel.Optimal)));
        var rest = new byte[a.Length - 1000];
        first.ReadExactly(rest);
        Assert.Equal(a, start.Concat(rest));
    }

    [Theory]
    [InlineData("speckle")]
    [InlineData("labels")]
    [InlineData("skewed")]
    public void Every_truncation_is_an_error(string content)
    {
        foreach (var level in new[] { CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.SmallestSize })
        {
            var zipped = Zip(Make(content, 700), level);
            for (var length = 0; length < zipped.Length; length++)
                Assert.Throws<InvalidDataException>(() => Ours(zipped[..length]));
        }
    }

    [Fact]
    public void Damaged_streams_are_refused_where_zlib_refuses_them_and_read_alike_otherwise()
    {
        var random = new Random(20);
        var clock = Stopwatch.StartNew();
        var (same, refused) = (0, 0);
        string[] contents = ["speckle", "labels", "skewed", "periods", "text", "noise"];
        for (var trial = 0; trial < 40_000 && clock.Elapsed < TimeSpan.FromSeconds(3); trial++)
        {
            var good = Zip(Make(contents[trial % contents.Length], random.Next(1, 3000)), (CompressionLevel)random.Next(4));
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                good[random.Next(10, good.Length)] ^= (byte)(1 << random.Next(8));
            // Without the checksum, so that what lies behind it is compared too.
            var (ours, theirs) = (Prefix(new GunzipStream(new MemoryStream(good))), Prefix(new GZipStream(new PaddedStream(new MemoryStream(good)), CompressionMode.Decompress)));
            Assert.True(ours.Failed == theirs.Failed, $"trial {trial}: ours {(ours.Failed ? "refuses" : "reads")}, zlib {(theirs.Failed ? "refuses" : "reads")}: {Convert.ToHexString(good)}");
            var shared = Math.Min(ours.Bytes.Length, theirs.Bytes.Length);
            Assert.True(ours.Bytes.AsSpan(0, shared).SequenceEqual(theirs.Bytes.AsSpan(0, shared)), $"trial {trial}: {Convert.ToHexString(good)}");
            _ = ours.Failed ? refused++ : same++;
        }
        Assert.True(refused > 500, $"{same} read alike, {refused} refused");
    }

    [Fact]
    public void Random_bytes_as_deflate_never_do_anything_but_fail_or_read()
    {
        var random = new Random(21);
        for (var trial = 0; trial < 5000; trial++)
        {
            var bytes = new byte[random.Next(20, 400)];
            random.NextBytes(bytes);
            new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3 }.CopyTo(bytes, 0);
            // The first block: mostly dynamic codes, which have the most to check.
            bytes[10] = (byte)((bytes[10] & ~6) | (random.Next(4) == 0 ? 2 : 4));
            var (read, _) = Prefix(new GunzipStream(new MemoryStream(bytes)));
            Assert.True(read.Length <= 1100 * bytes.Length);
        }
    }

    [Fact]
    public void Output_that_does_not_end_is_cut_off_after_the_pixels()
    {
        using var folder = new TestFolder();
        NiftiFile.Write(folder["a.nii"], ImageVolume.Create<byte>(100, 100, 1, new byte[10_000]));
        var path = folder.Write("bomb.nii.gz", Zip([.. File.ReadAllBytes(folder["a.nii"]), .. new byte[100_000_000]], CompressionLevel.Optimal));
        var (before, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        Fixture.Throws<EchoFormatException>(() => NiftiFile.Read(path), "bomb.nii.gz", "dim", "do not end after the pixels");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"{clock.Elapsed}");
    }

    private static byte[] Make(string content, int length)
    {
        var random = new Random(length);
        var bytes = new byte[content switch { "nothing" => 0, "one" => 1, _ => length }];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = content switch
            {
                "noise" => (byte)random.Next(256),
                "speckle" => (byte)(i % 700 < 200 ? 0 : 40 * (random.NextDouble() + random.NextDouble() + random.NextDouble()) * (1 + i / 700 % 3)),
                "periods" => (byte)(i % (1 + i / 4096 % 40) * 37),
                "text" => (byte)"the quick brown fox jumps over the lazy dog "[(i * 7 + i / 90 * random.Next(3)) % 44],
                // Codes of up to 15 bits: second tables.
                "skewed" => (byte)Math.Min(255, -12 * Math.Log2(1 - random.NextDouble())),
                "labels" => (byte)(i / 700 * (i % 700) / 30000 % 4),
                _ => 0,
            };
        }
        return bytes;
    }

    private static byte[] Ours(byte[] zipped)
    {
        using var stream = new GunzipStream(new MemoryStream(zipped));
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    private static (byte[] Bytes, bool Failed) Prefix(Stream stream)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64];
        using (stream)
        {
            try
            {
                for (int count; (count = stream.Read(buffer)) > 0 && all.Length < 1 << 20;)
                    all.Write(buffer, 0, count);
                // So much comes only of the filler behind a cut stream.
                return (all.ToArray(), all.Length >= 1 << 20);
            }
            catch (InvalidDataException)
            {
                return (all.ToArray(), true);
            }
        }
    }

    private static byte[] Zip(byte[] bytes, CompressionLevel level)
    {
        using var buffer = new MemoryStream();
        using (var zip = new GZipStream(buffer, level, leaveOpen: true))
            zip.Write(bytes);
        // .NET writes nothing at all for nothing.
        return buffer.Length > 0 ? buffer.ToArray() : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    /// <summary>Gives one to three bytes at a time.</summary>
    private sealed class DrippingStream(byte[] bytes) : MemoryStream(bytes)
    {
        private int _calls;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1 + _calls++ % 3)]);
    }
}
