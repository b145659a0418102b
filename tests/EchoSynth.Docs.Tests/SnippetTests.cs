using System.Reflection;

namespace EchoSynth.Docs.Tests;

/// <summary>
/// Every ```csharp block of README, docs and the samples' READMEs compiles as a program of its own, with the implicit usings of a console project. A comment before a block, &lt;!-- snippet: … --&gt;, says what else there is to
/// it (<see cref="Snippet"/>): that it continues the block before, which variables the program around it has, that it is to be run, and with which smaller numbers. A block without any using directive gets all of the library's namespaces.
/// </summary>
public sealed class SnippetTests(Workspace workspace) : IClassFixture<Workspace>
{
    /// <summary>What is shown of the library's inside, or is not whole on purpose, and why.</summary>
    private static readonly Dictionary<string, string> NotCompiled = new()
    {
        ["docs/binding.md: public static Tensor conv2d("] = "a line of the binding's own source, its parameters left out",
    };

    public static TheoryData<string> Compiled => [.. All().Where(s => Excuse(s) is null).Select(s => s.ToString())];

    public static TheoryData<string> Run => [.. All().Where(s => s.Runs).Select(s => s.ToString())];

    [Theory]
    [MemberData(nameof(Compiled))]
    public void EveryBlockCompiles(string at)
    {
        var errors = SnippetCompiler.Compile(ChainOf(at)).Errors;
        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }

    [Theory]
    [MemberData(nameof(Run))]
    public void BlocksMarkedToRunDo(string at)
    {
        Assert.Equal(workspace.Root, Environment.CurrentDirectory);
        var (bytes, errors) = SnippetCompiler.Compile(ChainOf(at), forTest: true);
        Assert.True(errors.Count == 0, string.Join('\n', errors));
        var entry = Assembly.Load(bytes!).EntryPoint!;
        entry.Invoke(null, entry.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
    }

    [Fact]
    public void WhatIsExcusedIsThere() =>
        Assert.All(NotCompiled.Keys, key => Assert.Single(All(), s => Excuse(s) is not null && key.StartsWith(s.Page + ":", StringComparison.Ordinal)));

    [Fact]
    public void AWrongBlockIsFoundWithItsLine()
    {
        var page = new MarkdownPage("page.md", """
            # Page

            ```csharp
            using EchoSynth.Imaging;

            var image = PngCodec.Read("heart.png");
            ```

            <!-- snippet: continues; given int row; run -->
            ```csharp
            Console.WriteLine(image.Width + row);
            image.Sharpen();
            ```

            ```csharp
            var cancelled = Trainer.SavedOptions("models/hearts") is null;
            ```
            """);
        Assert.Equal([3, 10, 15], page.Snippets.Select(s => s.Line));
        Assert.Empty(SnippetCompiler.Compile([page.Snippets[0]]).Errors);
        var second = SnippetCompiler.Chain(page, page.Snippets[1]);
        Assert.Equal(2, second.Count);
        Assert.StartsWith("page.md:12: CS1061", Assert.Single(SnippetCompiler.Compile(second).Errors));
        Assert.True(second[1].Runs);
        Assert.Empty(SnippetCompiler.Compile([page.Snippets[2]]).Errors);
        Assert.NotEmpty(SnippetCompiler.Compile([page.Snippets[2] with { Code = "using EchoSynth.Imaging;\n" + page.Snippets[2].Code }]).Errors);
    }

    private static IEnumerable<Snippet> All() => Repository.Pages.Where(p => !p.StartsWith("docs/api/", StringComparison.Ordinal)).SelectMany(p => PageOf(p).Snippets);

    private static MarkdownPage PageOf(string path) => MarkdownPage.Read(path);

    private static IReadOnlyList<Snippet> ChainOf(string at)
    {
        var page = PageOf(at[..at.LastIndexOf(':')]);
        return SnippetCompiler.Chain(page, page.Snippets.Single(s => s.ToString() == at));
    }

    private static string? Excuse(Snippet snippet) => NotCompiled.FirstOrDefault(n => n.Key == $"{snippet.Page}: {snippet.Code[..Math.Min(snippet.Code.Length, n.Key.Length - snippet.Page.Length - 2)]}").Value;
}
