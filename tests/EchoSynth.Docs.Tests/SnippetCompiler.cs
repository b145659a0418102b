using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EchoSynth.Docs.Tests;

/// <summary>Compiles blocks as the program that a reader makes of them.</summary>
internal static class SnippetCompiler
{
    // As the SDK's ImplicitUsings of a console project.
    private const string Implicit = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p))];

    /// <summary>Every namespace of the library: what a block without a single using directive is taken to have.</summary>
    private static readonly string AllNamespaces = string.Concat(
        new[] { typeof(Sampling.Sampler).Assembly, typeof(Imaging.EchoImage).Assembly }.SelectMany(a => a.GetExportedTypes()).Select(t => t.Namespace).Distinct().Order().Select(n => $"global using {n};"));

    /// <summary>Compiles the last of some blocks that continue each other.</summary>
    /// <param name="blocks">From the first to the one meant.</param>
    /// <param name="forTest">Whether with what the markers put in for the test.</param>
    /// <returns>The assembly, and the errors with the lines of the page.</returns>
    public static (byte[]? Assembly, IReadOnlyList<string> Errors) Compile(IReadOnlyList<Snippet> blocks, bool forTest = false)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        var units = blocks.Select(b => ((CompilationUnitSyntax)CSharpSyntaxTree.ParseText(forTest ? b.ForTest : b.Code, parse).GetRoot(), b)).ToList();
        // Each part says where it is on its page, so that errors do, too.
        string Text(SyntaxNode node, Snippet block) => $"\n#line {node.GetLocation().GetLineSpan().StartLinePosition.Line + block.Line + 1} \"{block.Page}\"\n{node.ToFullString().TrimStart('\r', '\n')}";
        var usings = units.SelectMany(u => u.Item1.Usings.Select(d => (Key: d.ToString(), Text: Text(d, u.b)))).DistinctBy(u => u.Key).Select(u => u.Text);
        var given = blocks.SelectMany(b => b.Given).Select(g => $"\n{g} = default!;");
        var statements = units.SelectMany(u => u.Item1.Members.OfType<GlobalStatementSyntax>().Select(s => Text(s, u.b)));
        var types = units.SelectMany(u => u.Item1.Members.Where(m => m is not GlobalStatementSyntax).Select(m => Text(m, u.b)));
        var implied = Implicit + (units.Any(u => u.Item1.Usings.Count > 0) ? "" : AllNamespaces);
        var program = string.Concat(usings.Concat(given).Concat(statements).Concat(types));
        var kind = units.Any(u => u.Item1.Members.OfType<GlobalStatementSyntax>().Any()) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        var compilation = CSharpCompilation.Create(
            $"snippet-{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(implied, parse), CSharpSyntaxTree.ParseText(program, parse)],
            References,
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        var errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{d.Location.GetMappedLineSpan().Path}:{d.Location.GetMappedLineSpan().StartLinePosition.Line + 1}: {d.Id} {d.GetMessage()}").ToList();
        return (result.Success ? assembly.ToArray() : null, errors);
    }

    /// <summary>Blocks that continue each other up to this one.</summary>
    public static IReadOnlyList<Snippet> Chain(MarkdownPage page, Snippet block)
    {
        var last = page.Snippets.ToList().IndexOf(block);
        var first = last;
        while (first > 0 && page.Snippets[first].Continues)
            first--;
        return [.. page.Snippets.Skip(first).Take(last - first + 1)];
    }
}
