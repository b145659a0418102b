using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace EchoSynth.ApiReference;

/// <summary>Comments as Markdown.</summary>
internal static partial class DocText
{
    /// <summary>An element's content in one line, paragraphs apart by line breaks.</summary>
    /// <param name="element">Of a comment.</param>
    /// <param name="of">Whose comment it is.</param>
    /// <param name="docs">Resolves references, and hears what is wrong.</param>
    public static string Of(XElement element, ISymbol of, DocComments docs)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
            text.Append(Node(node, of, docs));
        return Spaces().Replace(text.ToString(), " ").Replace(" \n", "\n", StringComparison.Ordinal).Replace("\n ", "\n", StringComparison.Ordinal).Trim();
    }

    /// <summary>A symbol as a link where it is documented here or is .NET's, else as code.</summary>
    public static string Link(ISymbol symbol, ISymbol from, DocComments docs, string? words = null)
    {
        var name = symbol is INamedTypeSymbol type ? PublicApi.NameOf(type.OriginalDefinition)
            : SymbolEqualityComparer.Default.Equals(symbol.ContainingType, from as INamedTypeSymbol ?? from.ContainingType) ? Simple(symbol)
            : $"{PublicApi.NameOf(symbol.ContainingType)}.{Simple(symbol)}";
        var shown = $"`{words ?? name}`";
        if (docs.IsDocumented(symbol))
        {
            var page = symbol.ContainingNamespace.ToDisplayString();
            return $"[{shown}]({(page == from.ContainingNamespace.ToDisplayString() ? "" : page + ".md")}#{PublicApi.Anchor(symbol.OriginalDefinition)})";
        }
        if (symbol is INamedTypeSymbol or { ContainingType: not null } && symbol.ContainingNamespace.ToDisplayString() is var space && space.Split('.')[0] == "System")
            return $"[{shown}](https://learn.microsoft.com/dotnet/api/{Address(symbol)})";
        return shown;
    }

    private static string Node(XNode node, ISymbol of, DocComments docs)
    {
        if (node is XText plain)
            return Escape(plain.Value.ReplaceLineEndings(" "));
        if (node is not XElement element)
            return "";
        switch (element.Name.LocalName)
        {
            case "see" or "seealso" when element.Attribute("cref") is { } cref:
                if (docs.Resolve(cref.Value) is { } target)
                    return Link(target, of, docs, element.IsEmpty ? null : element.Value);
                docs.Report(of, $"refers to {cref.Value}, which is not there");
                return $"`{cref.Value[2..]}`";
            case "see" when element.Attribute("langword") is { } word:
                return $"`{word.Value}`";
            case "see" when element.Attribute("href") is { } address:
                return $"[{Of(element, of, docs)}]({address.Value})";
            case "paramref" or "typeparamref":
                var name = (string?)element.Attribute("name") ?? "";
                if (element.Name.LocalName == "paramref" && !Parameters(of).Contains(name))
                    docs.Report(of, $"speaks of a parameter '{name}', which it does not have");
                return $"`{name}`";
            case "c":
                return $"`{element.Value}`";
            case "para":
                return $"\n\n{Of(element, of, docs)}\n\n";
            default:
                docs.Report(of, $"has <{element.Name}>, which this reference does not know");
                return "";
        }
    }

    /// <summary>What a comment may name: the parameters of a method or delegate; of a property or type those of the record it is of.</summary>
    public static IEnumerable<string> Parameters(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.Parameters.Select(p => p.Name),
        IPropertySymbol { IsIndexer: true } indexer => indexer.Parameters.Select(p => p.Name),
        INamedTypeSymbol { DelegateInvokeMethod: { } invoke } => invoke.Parameters.Select(p => p.Name),
        INamedTypeSymbol type => type.InstanceConstructors.SelectMany(c => c.Parameters).Select(p => p.Name),
        _ => Parameters(symbol.ContainingType),
    };

    private static string Simple(ISymbol symbol) => symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? symbol.ContainingType.Name : symbol.Name;

    private static string Address(ISymbol symbol) => symbol is INamedTypeSymbol type
        ? $"{type.ContainingNamespace.ToDisplayString()}.{(type.ContainingType is { } outer ? outer.Name + "." : "")}{type.Name}{(type.Arity > 0 ? $"-{type.Arity}" : "")}".ToLowerInvariant()
        : $"{Address(symbol.ContainingType)}.{symbol.Name.ToLowerInvariant()}";

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);

    [GeneratedRegex("[ \\t]+")]
    private static partial Regex Spaces();
}
