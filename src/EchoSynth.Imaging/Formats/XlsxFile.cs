using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace EchoSynth.Imaging;

/// <summary>The first sheet of an Excel workbook (.xlsx), as texts. Formulas have the value that Excel saved; formats, and so dates, are not applied.</summary>
internal static class XlsxFile
{
    private const int MaximalRows = 100_000;
    private const int MaximalColumns = 500;
    private const int MaximalCells = 2_000_000;
    private const int MaximalText = 1 << 16;
    private const long MaximalPart = 32L << 20;
    private const int MaximalParts = 10_000;

    /// <summary>The rows of the first sheet up to the last one with content; each is as long as its last cell needs, cells without content are "".</summary>
    /// <exception cref="EchoFormatException">Missing, damaged, no .xlsx, or absurdly large.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string path) => FileInput.Read(path, stream =>
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            if (zip.Entries.Count > MaximalParts)
                throw new EchoFormatException(path, null, $"the workbook has {zip.Entries.Count} parts; at most {MaximalParts} are read.");
            var shared = zip.GetEntry("xl/sharedStrings.xml") is { } strings ? Part(strings, path, Strings) : [];
            return Part(Sheet(zip, path), path, (xml, part) => Rows(xml, shared, path, part));
        }
        catch (XmlException error)
        {
            throw new EchoFormatException(path, null, $"the workbook's XML is damaged or refused: {error.Message}", error);
        }
        catch (InvalidDataException error)
        {
            throw new EchoFormatException(path, null, $"no .xlsx workbook, or a damaged one: {error.Message}", error);
        }
    });

    /// <summary>Writes a workbook of one sheet: what reads as a number is one, the rest is text. Whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<IReadOnlyList<string>> rows) => AtomicFile.Write(path, stream => XlsxWriter.Write(stream, rows));

    /// <summary>The first sheet by the workbook's list, wherever its part lies.</summary>
    private static ZipArchiveEntry Sheet(ZipArchive zip, string path)
    {
        var book = zip.GetEntry("xl/workbook.xml") ?? throw new EchoFormatException(path, "xl/workbook.xml", "the part is missing; this is no .xlsx workbook.");
        var id = Part(book, path, (xml, _) => Attribute(xml, "sheet", "id", _ => true))
            ?? throw new EchoFormatException(path, "xl/workbook.xml", "the workbook has no sheet.");
        var target = zip.GetEntry("xl/_rels/workbook.xml.rels") is { } links ? Part(links, path, (xml, _) => Attribute(xml, "Relationship", "Target", r => r.GetAttribute("Id") == id)) : null;
        target ??= "worksheets/sheet1.xml";
        return zip.GetEntry(target.StartsWith('/') ? target[1..] : "xl/" + target)
            ?? throw new EchoFormatException(path, DatasetName(target), "the first sheet's part is missing.");
    }

    private static string DatasetName(string part) => string.Concat(part.Take(100).Where(c => !char.IsControl(c)));

    private static T Part<T>(ZipArchiveEntry entry, string path, Func<XmlReader, string, T> read)
    {
        using var stream = entry.Open();
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaximalPart, IgnoreComments = true, IgnoreProcessingInstructions = true };
        using var xml = XmlReader.Create(stream, settings);
        return read(xml, entry.FullName);
    }

    private static string? Attribute(XmlReader xml, string element, string attribute, Func<XmlReader, bool> wanted)
    {
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != element || !wanted(xml))
                continue;
            for (var found = xml.MoveToFirstAttribute(); found; found = xml.MoveToNextAttribute())
            {
                // r:id has a namespace that differs between the two editions of the standard; sheetId is another attribute.
                if (xml.LocalName == attribute)
                    return xml.Value;
            }
        }
        return null;
    }

    private static List<string> Strings(XmlReader xml, string part)
    {
        var strings = new List<string>();
        while (xml.Read())
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "si" })
                continue;
            strings.Add(xml.IsEmptyElement ? "" : Texts(xml, "si"));
            if (strings.Count > MaximalCells)
                throw new InvalidDataException($"{part} has more than {MaximalCells} texts.");
        }
        return strings;
    }

    /// <summary>The texts inside an element, one after the other; what only guides pronunciation is left out.</summary>
    private static string Texts(XmlReader xml, string element)
    {
        var text = "";
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == element))
        {
            while (xml is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
                xml.Skip();
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == element)
                break;
            if (xml.NodeType is not (XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA))
                continue;
            text += xml.Value;
            if (text.Length > MaximalText)
                throw new InvalidDataException($"a text is longer than {MaximalText} characters.");
        }
        return text;
    }

    private static List<IReadOnlyList<string>> Rows(XmlReader xml, List<string> shared, string path, string part)
    {
        var rows = new SortedDictionary<int, List<string>>();
        var (row, cells) = (0, 0);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "row")
            {
                var number = xml.GetAttribute("r");
                row = number is null ? row + 1 : int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var r) ? r : -1;
                if (row is < 1 or > MaximalRows)
                    throw new EchoFormatException(path, part, $"row \"{DatasetName(number ?? "")}\"; rows 1 to {MaximalRows} are read.");
                rows.TryAdd(row, []);
            }
            else if (xml.LocalName == "c" && row > 0)
            {
                var former = rows[row].Count;
                Cell(xml, rows[row], shared, path, part);
                // Empty cells before it count too, or rows of one cell far to the right would take any memory.
                cells += Math.Max(1, rows[row].Count - former);
                if (cells > MaximalCells)
                    throw new EchoFormatException(path, part, $"more than {MaximalCells} cells.");
            }
        }
        var last = rows.Where(r => r.Value.Any(c => c.Length > 0)).Select(r => r.Key).DefaultIfEmpty(0).Max();
        return [.. Enumerable.Range(1, last).Select(i => (IReadOnlyList<string>)rows.GetValueOrDefault(i, []))];
    }

    private static void Cell(XmlReader xml, List<string> cells, List<string> shared, string path, string part)
    {
        var (place, type) = (xml.GetAttribute("r"), xml.GetAttribute("t"));
        var column = place is null ? cells.Count : Column(place);
        if (column is < 0 or >= MaximalColumns)
            throw new EchoFormatException(path, part, $"cell \"{DatasetName(place ?? "")}\"; at most {MaximalColumns} columns are read.");
        var text = xml.IsEmptyElement ? "" : Value(xml, type);
        if (type == "s" && text.Length > 0)
        {
            text = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < shared.Count
                ? shared[index]
                : throw new EchoFormatException(path, part, $"cell {place} has text number \"{DatasetName(text)}\"; there are {shared.Count}.");
        }
        while (cells.Count <= column)
            cells.Add("");
        cells[column] = text;
    }

    /// <summary>The value of a cell, not its formula.</summary>
    private static string Value(XmlReader xml, string? type)
    {
        var text = "";
        while (xml.Read() && !(xml is { NodeType: XmlNodeType.EndElement, LocalName: "c" }))
        {
            if (xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement && xml.LocalName == (type == "inlineStr" ? "is" : "v"))
                text = Texts(xml, xml.LocalName);
        }
        return text;
    }

    private static int Column(string place)
    {
        var column = 0;
        foreach (var c in place.TakeWhile(char.IsAsciiLetterUpper).Take(4))
            column = (26 * column) + (c - 'A' + 1);
        return column - 1;
    }
}
