using System.IO.Compression;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Formats;

public class XlsxFileTests
{
    [Fact]
    public void A_sheet_of_another_program_is_read_cell_by_cell()
    {
        var rows = XlsxFile.Read(Fixture.Path("sheet.xlsx"));
        Assert.Equal(9, rows.Count);
        Assert.Equal(["ECHO", "SEG1", "SEG2", "SEG3", "SEG5", "SEG6", "SEG7", "Reference Frame", "End of Cycle", "LV Wall Ground-truth Segmentation Masks"], rows[0]);
        Assert.Equal(["ES0001 _4CH_1", "0", "1", "0", "0", "0", "0", "5", "31", "ü"], rows[1]);
        Assert.Equal(("24", "ES0003_4CH_1", "", "2", "22"), (rows[2][8], rows[3][0], rows[3][1], rows[3][7], rows[3][8]));
        Assert.Empty(rows[5]);
        Assert.Equal(["", "", "a <note> & more"], rows[8]);
    }

    [Fact]
    public void What_is_written_is_read()
    {
        using var folder = new TestFolder();
        string[][] rows = [["a", "1", "2.5"], [], ["<&>", "ü"]];
        XlsxFile.Write(folder["a.xlsx"], rows);
        Assert.Equal(rows, XlsxFile.Read(folder["a.xlsx"]));
    }

    [Fact]
    public void Shared_texts_are_joined_from_their_runs()
    {
        using var folder = new TestFolder();
        Book(folder["a.xlsx"], """<row r="2"><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>0</v></c><c r="D2" t="str"><f>1+1</f><v>two</v></c></row>""",
            "<sst><si><t>plain</t></si><si><r><t>in </t></r><r><t>runs</t></r><rPh><t>not this</t></rPh></si></sst>");
        Assert.Equal([[], ["", "in runs", "plain", "two"]], XlsxFile.Read(folder["a.xlsx"]));
    }

    [Theory]
    [InlineData("""<row r="2000000000"><c r="A1"><v>1</v></c></row>""", "row")]
    [InlineData("""<row r="x"><c r="A1"><v>1</v></c></row>""", "row")]
    [InlineData("""<row r="1"><c r="ZZZ1"><v>1</v></c></row>""", "columns")]
    [InlineData("""<row r="1"><c r="A1" t="s"><v>9</v></c></row>""", "text number")]
    [InlineData("""<row r="1"><c r="A1"><v>1</c></row>""", "XML")]
    public void Absurd_and_damaged_sheets_are_refused(string rows, string expected)
    {
        using var folder = new TestFolder();
        Book(folder["a.xlsx"], rows);
        Fixture.Throws<EchoFormatException>(() => XlsxFile.Read(folder["a.xlsx"]), "a.xlsx", expected);
    }

    [Fact]
    public void Entities_are_refused_and_a_bomb_does_not_go_off()
    {
        using var folder = new TestFolder();
        Book(folder["dtd.xlsx"], "", "<!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>");
        Fixture.Throws<EchoFormatException>(() => XlsxFile.Read(folder["dtd.xlsx"]), "DTD");
        Book(folder["bomb.xlsx"], "", "<sst>" + string.Concat(Enumerable.Repeat(new string(' ', 1 << 20), 40)) + "</sst>");
        Assert.True(new FileInfo(folder["bomb.xlsx"]).Length < 200_000);
        Fixture.Throws<EchoFormatException>(() => XlsxFile.Read(folder["bomb.xlsx"]), "bomb.xlsx");
    }

    [Fact]
    public void Other_files_are_no_workbooks()
    {
        using var folder = new TestFolder();
        Fixture.Throws<EchoFormatException>(() => XlsxFile.Read(folder.Write("a.xlsx", "ECHO,1,2")), "no .xlsx");
        using (var zip = ZipFile.Open(folder["b.xlsx"], ZipArchiveMode.Create))
            zip.CreateEntry("readme.txt");
        Fixture.Throws<EchoFormatException>(() => XlsxFile.Read(folder["b.xlsx"]), "workbook.xml");
        Fixture.Throws<EchoFormatException>(() => XlsxFile.Read(folder["none.xlsx"]), "does not exist");
    }

    private static void Book(string path, string rows, string? shared = null)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Part("xl/workbook.xml", """<workbook xmlns:r="urn:r"><sheets><sheet name="A" sheetId="7" r:id="rId3"/></sheets></workbook>""");
        Part("xl/_rels/workbook.xml.rels", """<Relationships><Relationship Id="rId1" Target="styles.xml"/><Relationship Id="rId3" Target="worksheets/other.xml"/></Relationships>""");
        Part("xl/worksheets/other.xml", $"<worksheet><sheetData>{rows}</sheetData></worksheet>");
        if (shared is not null)
            Part("xl/sharedStrings.xml", shared);

        void Part(string name, string content)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(content);
        }
    }
}
