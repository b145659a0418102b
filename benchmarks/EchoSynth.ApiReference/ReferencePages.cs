using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EchoSynth.ApiReference;

/// <summary>The API reference: a page for each namespace, and an index.</summary>
public static class ReferencePages
{
    /// <summary>The index's file name.</summary>
    public const string Index = "README.md";

    /// <summary>Makes the pages of the library's packages.</summary>
    /// <returns>Text by file name, and what is wrong with the comments: a reference that leads nowhere, a member without a summary, a parameter that is not there.</returns>
    public static (IReadOnlyDictionary<string, string> Pages, IReadOnlyList<string> Problems) Generate() =>
        Generate([typeof(PhantomModel).Assembly.Location, typeof(Imaging.EchoImage).Assembly.Location, typeof(Sampling.Sampler).Assembly.Location], path => Path.ChangeExtension(path, ".xml"));

    /// <summary>Makes the pages of some assemblies.</summary>
    /// <param name="assemblies">Their files.</param>
    /// <param name="comments">Where an assembly's XML comments are.</param>
    public static (IReadOnlyDictionary<string, string> Pages, IReadOnlyList<string> Problems) Generate(IReadOnlyList<string> assemblies, Func<string, string> comments)
    {
        var documented = assemblies.Select(path => MetadataReference.CreateFromFile(path, documentation: new XmlFile(comments(path)))).ToList();
        var others = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => !assemblies.Any(a => Path.GetFileName(a) == Path.GetFileName(p))).Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create("reference", references: documented.Concat(others));
        var symbols = documented.Select(d => (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(d)!).ToList();
        var types = symbols.SelectMany(s => PublicApi.Types(s.GlobalNamespace)).ToList();
        var docs = new DocComments(compilation, [.. symbols]);
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in types.GroupBy(t => t.ContainingNamespace.ToDisplayString()))
            pages[$"{group.Key}.md"] = NamespacePage.Write(group.Key, [.. group.OrderBy(PublicApi.NameOf, StringComparer.Ordinal)], docs);
        pages[Index] = WriteIndex(symbols, types);
        return (pages, docs.Problems);
    }

    private static string WriteIndex(IEnumerable<IAssemblySymbol> packages, IReadOnlyList<INamedTypeSymbol> types)
    {
        var text = new StringBuilder("# API reference\n\nMade from the comments in the code by `./build.sh docs`; a test holds these pages against it. Where to begin: [concepts](../concepts.md).\n");
        foreach (var package in packages.Reverse())
        {
            text.Append($"\n## {package.Name}\n\n| Namespace | Types |\n|---|---|\n");
            foreach (var group in types.Where(t => SymbolEqualityComparer.Default.Equals(t.ContainingAssembly, package)).GroupBy(t => t.ContainingNamespace.ToDisplayString()).OrderBy(g => g.Key, StringComparer.Ordinal))
                text.Append($"| [{group.Key}]({group.Key}.md) | {string.Join(", ", group.OrderBy(PublicApi.NameOf, StringComparer.Ordinal).Select(t => $"[{PublicApi.NameOf(t)}]({group.Key}.md#{PublicApi.Anchor(t)})"))} |\n");
        }
        return text.ToString();
    }
}
