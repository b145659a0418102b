using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace EchoSynth.Imaging;

/// <summary>The least that a program needs to open a sheet as an Excel workbook.</summary>
internal static class XlsxWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";

    public static void Write(Stream stream, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Part(zip, "[Content_Types].xml", $"""
            <Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
            <Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
            """);
        Part(zip, "_rels/.rels", Link($"{Office}/officeDocument", "xl/workbook.xml"));
        Part(zip, "xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>""");
        Part(zip, "xl/_rels/workbook.xml.rels", Link($"{Office}/worksheet", "worksheets/sheet1.xml"));
        using var sheet = Entry(zip, "xl/worksheets/sheet1.xml");
        using var xml = XmlWriter.Create(sheet, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
        xml.WriteStartElement("worksheet", Main);
        xml.WriteStartElement("sheetData", Main);
        foreach (var row in rows)
        {
            xml.WriteStartElement("row", Main);
            foreach (var cell in row)
                Cell(xml, cell);
            xml.WriteEndElement();
        }
    }

    private static void Cell(XmlWriter xml, string text)
    {
        var number = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
        xml.WriteStartElement("c", Main);
        if (!number)
        {
            xml.WriteAttributeString("t", "inlineStr");
            xml.WriteStartElement("is", Main);
        }
        xml.WriteElementString(number ? "v" : "t", Main, text);
        if (!number)
            xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string Link(string type, string target) =>
        $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{type}" Target="{target}"/></Relationships>""";

    private static void Part(ZipArchive zip, string name, string content)
    {
        using var part = Entry(zip, name);
        part.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + content));
    }

    private static Stream Entry(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name);
        // The same content gives the same bytes.
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry.Open();
    }
}
