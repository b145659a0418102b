using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Formats;

/// <summary>Against files that SciPy wrote (make_tables.py).</summary>
public class MatFileTests
{
    [Theory]
    [InlineData("mat_uint8.mat", 0, 1)]
    [InlineData("mat_uint8_z.mat", 0, 1)]
    [InlineData("mat_fortran.mat", 0, 1)]
    [InlineData("mat_int16.mat", -128, 1)]
    [InlineData("mat_int64.mat", -128, 1)]
    [InlineData("mat_single.mat", 0, 4)]
    [InlineData("mat_double_z.mat", 0, 8)]
    [InlineData("mat_big_endian.mat", 0, 8)]
    public void Numbers_are_those_that_SciPy_wrote(string name, int offset, int divisor)
    {
        var array = MatFile.Read(Fixture.Path(name), "predicted");
        Assert.Equal([3, 4, 5], array.Dimensions);
        for (var i = 0; i < array.Values.Length; i++)
            Assert.Equal((double)(Pattern(i % 3, i / 3 % 4, i / 12) + offset) / divisor, array.Values[i]);
    }

    [Fact]
    public void Logical_and_transposed_arrays_keep_their_order()
    {
        var array = MatFile.Read(Fixture.Path("mat_bool_z.mat"), "predicted");
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (double)(Pattern(i % 3, i / 3 % 4, i / 12) % 2)), array.Values);
        array = MatFile.Read(Fixture.Path("mat_transposed_z.mat"), "predicted");
        Assert.Equal([5, 4, 3], array.Dimensions);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (double)Pattern(i / 20, i / 5 % 4, i % 5)), array.Values);
    }

    [Fact]
    public void What_cannot_be_read_is_said()
    {
        using var folder = new TestFolder();
        Fixture.Throws<EchoFormatException>(() => MatFile.Read(Fixture.Path("mat_uint8_z.mat"), "other"), "other", "first, text, predicted, last");
        Fixture.Throws<EchoFormatException>(() => MatFile.Read(Fixture.Path("mat_uint8.mat"), "text"), "char", "numeric");
        Fixture.Throws<EchoFormatException>(() => MatFile.Read(Fixture.Path("mat_complex.mat"), "predicted"), "complex");
        Fixture.Throws<EchoFormatException>(() => MatFile.Read(Fixture.Path("mat_cell.mat"), "predicted"), "cell");
        Fixture.Throws<EchoFormatException>(() => MatFile.Read(Fixture.Path("mat_v4.mat"), "predicted"), "-v7");
        Fixture.Throws<EchoFormatException>(() => MatFile.Read(folder.Write("a.mat", "MATLAB 7.3 MAT-file, Platform: GLNXA64".PadRight(512)), "predicted"), "7.3", "HDF5", "-v7");
        Fixture.Throws<EchoFormatException>(() => MatFile.Read(folder.Write("b.mat", [0x89, (byte)'H', (byte)'D', (byte)'F', .. new byte[200]]), "predicted"), "HDF5");
        Fixture.Throws<EchoFormatException>(() => MatFile.Read(folder.Write("c.mat", new byte[400]), "predicted"), "byte order");
        Fixture.Throws<EchoFormatException>(() => MatFile.Read(folder["none.mat"], "predicted"), "does not exist");
    }

    [Fact]
    public void What_is_written_is_read()
    {
        using var folder = new TestFolder();
        byte[] values = [.. Enumerable.Range(0, 2 * 3 * 5).Select(i => (byte)i)];
        MatFile.Write(folder["a.mat"], "predicted", [2, 3, 5], values);
        var array = MatFile.Read(folder["a.mat"], "predicted");
        Assert.Equal([2, 3, 5], array.Dimensions);
        Assert.Equal(values.Select(v => (double)v), array.Values);
    }

    [Theory]
    [InlineData("mat_uint8.mat")]
    [InlineData("mat_double_z.mat")]
    [InlineData("mat_big_endian.mat")]
    public void Any_damage_is_a_format_error_and_costs_no_memory(string name)
    {
        using var folder = new TestFolder();
        var good = File.ReadAllBytes(Fixture.Path(name));
        var random = new Random(7);
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < 400; trial++)
        {
            var bytes = trial % 4 == 0 ? good[..random.Next(good.Length)] : [.. good];
            for (var flips = random.Next(1, 6); flips > 0 && bytes.Length > 0; flips--)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            var path = folder.Write(name, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                MatFile.Read(path, "predicted");
                read++;
            }
            catch (EchoFormatException error)
            {
                Assert.StartsWith(folder.Root, error.Message, StringComparison.Ordinal);
                refused++;
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000 + (1032L * 40 * bytes.Length));
        }
        Assert.True(refused > 100 && read + refused == 400, $"{read} read, {refused} refused");
    }

    /// <summary>The same formula as pattern() in make_tables.py.</summary>
    private static int Pattern(int t, int y, int x) => ((t * 31) + (y * 7) + (x * 3) + (t * x * y)) % 256;
}
