using System.Diagnostics;
using System.Text;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Datasets;

public class CsvTableTests
{
    private const string Table = "b, A ,Unused\n1.5,x y,\n\n-2e1,\"q,\"\"r\",z\n";

    public static TheoryData<Encoding> Encodings => [new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Columns_are_found_by_name_in_any_encoding_with_its_mark(Encoding encoding)
    {
        using var folder = new TestFolder();
        var path = folder.Write("a.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes(Table.Replace("\n", "\r\n", StringComparison.Ordinal))]);
        var rows = new List<(string, double, string, long)>();
        CsvTable.Read(path, ["a", "B"], ["none"], row => rows.Add((row[0], row.Number(1), row[2], row.Line)));
        Assert.Equal([("x y", 1.5, "", 2), ("q,\"r", -20, "", 4)], rows);
    }

    [Theory]
    [InlineData("", "the file is empty", "x, y")]
    [InlineData("\n\n", "the file is empty")]
    [InlineData("a,b\n1,2\n", "line 1", "columns x, y", "found: a, b")]
    [InlineData("x;y\n1;2\n", "line 1", "columns x, y", "found: x;y")]
    [InlineData("x,a\n1,2\n", "line 1", "column y;", "found: x, a")]
    [InlineData("x,y,X\n1,2,3\n", "the column X is there twice")]
    [InlineData("x,y\n1,2\n1,2,3\n", "line 3")]
    [InlineData("x,y\n1,2\n1\n", "line 3")]
    [InlineData("x,y\n1,2\n1,abc\n", "line 3, y", "\"abc\"; it must be a number")]
    [InlineData("x,y\n1,2\n1,\n", "line 3, y", "\"\"; it must be a number")]
    [InlineData("x,y\n1,NaN\n", "line 2, y", "it must be a number")]
    [InlineData("x,y\n1,1e999\n", "line 2, y", "it must be a number")]
    [InlineData("x,y\n1,\"1,5\"\n", "line 2, y", "\"1,5\"; it must be a number")]
    [InlineData("x,y\n1.5,1\n", "line 2, x", "\"1.5\"; it must be a whole number")]
    [InlineData("x,y\n-1,1\n", "line 2, x", "it must be a whole number")]
    [InlineData("x,y\n1,\"2\n3\",4\n1,\n", "line 2")]
    [InlineData("x,y\n1,2\n\"1\"a,2\n", "line 3")]
    [InlineData("x,y\n1,2\n1,2\0\n", "line 3", "no text in UTF-8")]
    public void What_is_wrong_is_named_with_its_line(string text, params string[] parts)
    {
        using var folder = new TestFolder();
        var path = folder.Write("list.csv", text);
        Fixture.Throws<EchoFormatException>(() => Read(path), [path, .. parts]);
    }

    [Fact]
    public void Wrong_encodings_are_named_with_their_line()
    {
        using var folder = new TestFolder();
        var many = string.Concat(Enumerable.Repeat("1,2\n", 50_000));
        var latin = folder.Write("latin.csv", [.. Encoding.ASCII.GetBytes("x,y\n" + many + "1,2"), 0xE9, (byte)'\n']);
        Fixture.Throws<EchoFormatException>(() => Read(latin), "latin.csv", "line 50002", "UTF-8");
        Fixture.Throws<EchoFormatException>(() => Read(folder.Write("utf16.csv", Encoding.Unicode.GetBytes("x,y\n1,2\n"))), "utf16.csv", "line 1", "byte order mark");
        Fixture.Throws<EchoFormatException>(() => Read(folder["none.csv"]), "none.csv", "does not exist");
    }

    [Theory]
    [InlineData("x,y\n1,")]
    [InlineData("x,y\n1,\"")]
    [InlineData("x,y,")]
    [InlineData("")]
    public void Lines_and_fields_have_a_longest_length(string start)
    {
        using var folder = new TestFolder();
        foreach (var fill in new[] { 'a', ',', '"' })
        {
            var path = folder.Write("long.csv", start + new string(fill, 6_000_000));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Fixture.Throws<EchoFormatException>(() => Read(path), "long.csv", "longer than 65536");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        }
    }

    [Fact]
    public void A_quotation_mark_that_is_never_closed_does_not_swallow_the_file()
    {
        using var folder = new TestFolder();
        var path = folder.Write("open.csv", "x,y\n1,\"2\n" + string.Concat(Enumerable.Repeat("1,2\n", 1_000_000)));
        Fixture.Throws<EchoFormatException>(() => Read(path), "open.csv", "line 2");
    }

    [Fact]
    public void Ten_million_rows_are_streamed_and_refused_at_the_limit()
    {
        using var folder = new TestFolder();
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1,2\n", 100_000)));
        using (var file = File.Create(folder["rows.csv"]))
        {
            file.Write("x,y\n"u8);
            for (var i = 0; i < 100; i++)
                file.Write(block);
        }
        var clock = Stopwatch.StartNew();
        var (rows, before) = (0, GC.GetAllocatedBytesForCurrentThread());
        Fixture.Throws<EchoFormatException>(() => CsvTable.Read(folder["rows.csv"], ["y"], [], row => rows += row.Count(0) - 1), "line 5000002", "more than 5000000 rows");
        Assert.Equal(5_000_000, rows);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
    }

    private static void Read(string path) => CsvTable.Read(path, ["x", "y"], [], row => _ = row.Count(0) + row.Number(1));
}
