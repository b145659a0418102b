using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace EchoSynth.ApiReference;

/// <summary>The comments of symbols, what they inherit filled in; and what is wrong with them.</summary>
internal sealed class DocComments(Compilation compilation, IReadOnlyList<IAssemblySymbol> documented)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public void Report(ISymbol symbol, string problem) => _problems.Add($"{symbol.ToDisplayString()}: {problem}");

    /// <summary>The comment of a symbol, or null where there is none.</summary>
    public XElement? Of(ISymbol symbol)
    {
        var own = Parse(symbol);
        if (own is null && symbol is IPropertySymbol property)
            own = Positional(property);
        if (own?.Element("inheritdoc") is not { } inherit)
            return own;
        var origin = inherit.Attribute("cref")?.Value is { } cref ? Resolve(cref) : Origin(symbol);
        inherit.Remove();
        if (origin is null)
        {
            Report(symbol, "inherits a comment, but from nothing that can be found");
            return own;
        }
        var inherited = IsDocumented(origin) ? Of(origin) : null;
        foreach (var part in inherited?.Elements() ?? [])
        {
            if (part.Name == "param" && !DocText.Parameters(symbol).Contains((string?)part.Attribute("name")))
                continue;
            var name = (string?)part.Attribute("name") ?? (string?)part.Attribute("cref");
            if (!own.Elements(part.Name).Any(e => name is null || ((string?)e.Attribute("name") ?? (string?)e.Attribute("cref")) == name))
                own.Add(new XElement(part));
        }
        if (own.Element("summary") is null)
            own.Add(new XElement("summary", "As ", new XElement("see", new XAttribute("cref", origin.GetDocumentationCommentId()!)), "."));
        return own;
    }

    public ISymbol? Resolve(string cref) => DocumentationCommentId.GetFirstSymbolForDeclarationId(cref, compilation);

    public bool IsDocumented(ISymbol symbol) => documented.Any(a => SymbolEqualityComparer.Default.Equals(a, symbol.ContainingAssembly));

    private XElement? Parse(ISymbol symbol)
    {
        var xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrWhiteSpace(xml))
            return null;
        try
        {
            var element = XElement.Parse(xml, LoadOptions.PreserveWhitespace);
            return element.Name == "member" ? element : new XElement("member", element);
        }
        catch (XmlException e)
        {
            Report(symbol, $"the comment is no XML: {e.Message}");
            return null;
        }
    }

    /// <summary>A positional record's property is described by the record's parameter.</summary>
    private XElement? Positional(IPropertySymbol property) =>
        Parse(property.ContainingType)?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == property.Name) is { } parameter ? new XElement("member", new XElement("summary", parameter.Nodes())) : null;

    private static ISymbol? Origin(ISymbol symbol)
    {
        var overridden = (symbol as IMethodSymbol)?.OverriddenMethod ?? (ISymbol?)(symbol as IPropertySymbol)?.OverriddenProperty;
        return overridden ?? symbol.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers()).FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(m), symbol));
    }
}
