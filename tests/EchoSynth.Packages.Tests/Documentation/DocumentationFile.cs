using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace EchoSynth.Packages.Tests.Documentation;

/// <summary>The XML documentation that ships beside an assembly, with what is inherited put in its place.</summary>
internal sealed class DocumentationFile(string path)
{
    private readonly Dictionary<string, XElement> _members = XDocument.Load(path).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);

    /// <summary>What is said about a symbol; null where there is nothing.</summary>
    public string? Summary(ISymbol symbol)
    {
        if (symbol.GetDocumentationCommentId() is not { } id || !_members.TryGetValue(id, out var entry))
            return FromParameter(symbol);
        if (entry.Element("summary") is { } summary)
            return Text(summary);
        if (entry.Element("inheritdoc") is not { } inherited)
            return FromParameter(symbol);
        if (inherited.Attribute("cref")?.Value is { } reference)
            return _members.TryGetValue(reference, out var other) && other.Element("summary") is { } text ? Text(text) : null;
        return Bases(symbol).Select(b => b.ContainingAssembly.Name == symbol.ContainingAssembly.Name ? Summary(b) : $"inherited from {b.ToDisplayString()}").FirstOrDefault(t => t is not null);
    }

    /// <summary>The properties and the constructor of a positional record are documented where the record is.</summary>
    private string? FromParameter(ISymbol symbol)
    {
        if (symbol.ContainingType?.GetDocumentationCommentId() is not { } id || !_members.TryGetValue(id, out var type))
            return null;
        var parameters = type.Elements("param").ToDictionary(p => p.Attribute("name")!.Value, Text);
        if (symbol is IPropertySymbol)
            return parameters.GetValueOrDefault(symbol.Name);
        return symbol is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters: var own } && own.All(p => parameters.ContainsKey(p.Name)) && own.Length > 0
            ? string.Join(' ', own.Select(p => parameters[p.Name]))
            : null;
    }

    private static IEnumerable<ISymbol> Bases(ISymbol symbol)
    {
        if (symbol is INamedTypeSymbol type)
            return new[] { type.BaseType }.OfType<INamedTypeSymbol>().Concat(type.Interfaces);
        var overridden = symbol switch
        {
            IMethodSymbol m => m.OverriddenMethod,
            IPropertySymbol p => p.OverriddenProperty,
            IEventSymbol e => (ISymbol?)e.OverriddenEvent,
            _ => null,
        };
        var implemented = symbol.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers())
            .Where(m => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(m), symbol));
        return new[] { overridden }.OfType<ISymbol>().Concat(implemented);
    }

    /// <summary>The words a reader sees: a reference shows the last part of what it refers to.</summary>
    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes())
        {
            if (node is XText { Value: var value })
                text.Append(value);
            else if (node is XElement reference && (reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword"))?.Value is { } target && !reference.Nodes().Any())
                text.Append(' ').Append(target.Split('(')[0].Split('.', ':')[^1]).Append(' ');
        }

        return text.ToString().Trim();
    }
}
