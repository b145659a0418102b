using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace EchoSynth.Docs.Tests;

/// <summary>A page: its C# blocks, its links, and what can be linked to.</summary>
internal sealed partial class MarkdownPage
{
    private static readonly ConcurrentDictionary<string, Lazy<MarkdownPage>> Known = new();
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>The front page has no comments in it; its one program trains, here on few images.</summary>
    private const string ReadmeMarker = "run; preset.Training) => preset.Training with { Images = 16 })";

    /// <param name="path">Where it is, relative to the repository, with slashes.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="marker">What holds for blocks without a comment.</param>
    public MarkdownPage(string path, string text, string marker = "")
    {
        Path = path;
        var document = Markdown.Parse(text, Pipeline);
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var slug = Slug(Text(heading.Inline));
            for (var again = 0; !anchors.Add(again == 0 ? slug : $"{slug}-{again}"); again++)
            {
            }
        }
        anchors.UnionWith(AnchorPattern().Matches(text).Select(m => m.Groups[1].Value));
        Anchors = anchors;
        Links = [.. document.Descendants<LinkInline>().Select(l => (l.Line + 1, l.Url ?? ""))];
        Commands = [.. document.Descendants<FencedCodeBlock>().Where(f => f.Info == "sh").SelectMany(f => Enumerable.Range(0, f.Lines.Count).Select(i => (f.Line + 2 + i, f.Lines.Lines[i].ToString())))];
        Snippets = [.. document.Descendants<FencedCodeBlock>().Where(f => f.Info == "csharp").Select(f => new Snippet(path, f.Line + 1, f.Lines.ToString(), Marker(f, marker)))];
    }

    public string Path { get; }

    /// <summary>Headings as GitHub names them, and explicit &lt;a id="…"&gt;.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>Targets of links and pictures, with their lines.</summary>
    public IReadOnlyList<(int Line, string Url)> Links { get; }

    /// <summary>The lines of shell blocks.</summary>
    public IReadOnlyList<(int Line, string Text)> Commands { get; }

    public IReadOnlyList<Snippet> Snippets { get; }

    /// <summary>Reads a page of the repository, once.</summary>
    public static MarkdownPage Read(string page) => Known.GetOrAdd(page, static p => new Lazy<MarkdownPage>(() => new MarkdownPage(p, File.ReadAllText(Repository.Full(p)), p == "README.md" ? ReadmeMarker : ""))).Value;

    /// <summary>GitHub's rule: lower case, letters, digits, hyphens and underscores stay, spaces become hyphens.</summary>
    internal static string Slug(string heading)
    {
        var slug = new StringBuilder();
        foreach (var c in heading.Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_')
                slug.Append(c);
            else if (c == ' ')
                slug.Append('-');
        }
        return slug.ToString();
    }

    private static string Text(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines?.Descendants() ?? [])
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                _ => "",
            });
        }
        return text.ToString();
    }

    /// <summary>The comment &lt;!-- snippet: … --&gt; right before a block.</summary>
    private static string Marker(FencedCodeBlock block, string otherwise)
    {
        var siblings = block.Parent!;
        var before = siblings.IndexOf(block) - 1;
        return before >= 0 && siblings[before] is HtmlBlock html && MarkerPattern().Match(html.Lines.ToString()) is { Success: true } match ? match.Groups[1].Value.Trim() : otherwise;
    }

    [GeneratedRegex("<!-- snippet: (.*?)-->", RegexOptions.Singleline)]
    private static partial Regex MarkerPattern();

    [GeneratedRegex("<a id=\"([^\"]+)\">")]
    private static partial Regex AnchorPattern();
}
