using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace EchoSynth.ApiReference;

/// <summary>One namespace: its types, their members, and what the comments say.</summary>
internal static class NamespacePage
{
    public static string Write(string name, IReadOnlyList<INamedTypeSymbol> types, DocComments docs)
    {
        var text = new StringBuilder($"# {name}\n\nIn {Packages(types)}. [All namespaces]({ReferencePages.Index})\n\n| | |\n|---|---|\n");
        foreach (var type in types)
            text.Append($"| [{PublicApi.NameOf(type)}](#{PublicApi.Anchor(type)}) | {Cell(Summary(type, docs))} |\n");
        foreach (var type in types)
            WriteType(text, type, docs);
        return text.ToString();
    }

    /// <summary>The package that holds a namespace; where others add to it, they and what they add.</summary>
    private static string Packages(IReadOnlyList<INamedTypeSymbol> types)
    {
        var packages = types.GroupBy(t => t.ContainingAssembly.Name).OrderByDescending(g => g.Count()).ToList();
        return string.Join("; ", packages.Select((g, i) => i == 0 ? g.Key : $"{string.Join(", ", g.Select(PublicApi.NameOf))} in {g.Key}"));
    }

    private static void WriteType(StringBuilder text, INamedTypeSymbol type, DocComments docs)
    {
        text.Append($"\n## <a id=\"{PublicApi.Anchor(type)}\"></a>{PublicApi.NameOf(type)}\n");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        WriteSymbol(text, type, docs);
        var members = PublicApi.Members(type).ToList();
        if (type.TypeKind == TypeKind.Enum)
        {
            text.Append("\n| | |\n|---|---|\n");
            foreach (var member in members)
                text.Append($"| <a id=\"{PublicApi.Anchor(member)}\"></a>`{PublicApi.Signature(member)}` | {Cell(Summary(member, docs))} |\n");
            return;
        }
        foreach (var member in members)
        {
            // A positional record's constructor is in the record's own line; one without parameters says nothing.
            if (SymbolEqualityComparer.Default.Equals(member, PublicApi.Primary(type)) || (member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.IsEmpty: true } && docs.Of(member) is null))
                continue;
            if (seen.Add(PublicApi.Anchor(member)))
                text.Append($"\n<a id=\"{PublicApi.Anchor(member)}\"></a>\n");
            WriteSymbol(text, member, docs);
        }
    }

    private static void WriteSymbol(StringBuilder text, ISymbol symbol, DocComments docs)
    {
        text.Append($"\n```cs\n{PublicApi.Signature(symbol)}\n```\n\n{Summary(symbol, docs)}\n");
        if (docs.Of(symbol) is not { } comment)
            return;
        if (Section(comment, "remarks", symbol, docs) is { } remarks)
            text.Append($"\n{remarks}\n");
        List<string> facts =
        [
            .. comment.Elements("typeparam").Concat(comment.Elements("param")).Select(p => Parameter(p, symbol, docs)).OfType<string>(),
            .. Section(comment, "returns", symbol, docs) is { } returns ? [$"Returns: {returns}"] : Array.Empty<string>(),
            .. Section(comment, "value", symbol, docs) is { } value ? [$"Value: {value}"] : Array.Empty<string>(),
            .. PublicApi.Range(symbol) is { } range ? [$"Range: {range}"] : Array.Empty<string>(),
            .. comment.Elements("exception").Select(e => $"Throws {Exception(e, symbol, docs)}: {DocText.Of(e, symbol, docs)}"),
        ];
        if (facts.Count > 0)
            text.Append('\n').AppendJoin('\n', facts.Select(f => $"- {f.Replace("\n", "\n  ", StringComparison.Ordinal)}")).Append('\n');
        foreach (var other in comment.Elements().Select(e => e.Name.LocalName).Except(["summary", "remarks", "typeparam", "param", "returns", "value", "exception", "seealso"]))
            docs.Report(symbol, $"has <{other}>, which this reference does not know");
    }

    private static string Summary(ISymbol symbol, DocComments docs)
    {
        var summary = docs.Of(symbol)?.Element("summary") is { } element ? DocText.Of(element, symbol, docs) : "";
        if (summary.Length == 0)
            docs.Report(symbol, "has no summary");
        return summary;
    }

    private static string? Section(XElement comment, string name, ISymbol symbol, DocComments docs) => comment.Element(name) is { } element ? DocText.Of(element, symbol, docs) : null;

    private static string? Parameter(XElement element, ISymbol symbol, DocComments docs)
    {
        var name = (string?)element.Attribute("name") ?? "";
        if (element.Name.LocalName == "param" && !DocText.Parameters(symbol).Contains(name))
        {
            docs.Report(symbol, $"describes a parameter '{name}', which it does not have");
            return null;
        }
        // Of a positional record: once, with the property.
        if (symbol is INamedTypeSymbol { TypeKind: not TypeKind.Delegate } type && type.GetMembers(name).Length > 0)
            return null;
        var parameter = (symbol as IMethodSymbol)?.Parameters.FirstOrDefault(p => p.Name == name);
        var known = parameter?.Type is INamedTypeSymbol of && docs.IsDocumented(of) ? $" ({DocText.Link(of, symbol, docs)})" : "";
        return $"`{name}`{known}: {DocText.Of(element, symbol, docs)}";
    }

    private static string Exception(XElement element, ISymbol symbol, DocComments docs)
    {
        var cref = (string?)element.Attribute("cref") ?? "";
        if (docs.Resolve(cref) is { } type)
            return DocText.Link(type, symbol, docs);
        docs.Report(symbol, $"throws {cref}, which is not there");
        return $"`{cref}`";
    }

    /// <summary>In a table, lines are cells.</summary>
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
