namespace EchoSynth.Docs.Tests;

/// <summary>Every relative link and picture of a page leads to a file of the repository, and #… to a heading there.</summary>
public sealed class LinkTests
{
    public static TheoryData<string> Pages => [.. Repository.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryRelativeLinkResolves(string page)
    {
        var broken = Broken(MarkdownPage.Read(page)).ToList();
        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Fact]
    public void BrokenLinksAreFoundWithTheirLines()
    {
        var page = new MarkdownPage("docs/page.md", """
            # A title — with `Code`

            [good](method.md), [good](../README.md#what-to-know), [good](#a-title--with-code), [good](https://example.org/nowhere)
            [no file](nowhere.md), [no heading](method.md#nowhere), ![no picture](images/nowhere.png), [none here](#nowhere)

            | a [link](table.md) |
            |---|
            | `[not one](code.md)` |
            """);
        Assert.Equal(
            ["docs/page.md:4: nowhere.md", "docs/page.md:4: method.md#nowhere", "docs/page.md:4: images/nowhere.png", "docs/page.md:4: #nowhere", "docs/page.md:6: table.md"],
            Broken(page).Select(b => b[..b.IndexOf(' ', b.IndexOf(": ", StringComparison.Ordinal) + 2)]));
    }

    private static IEnumerable<string> Broken(MarkdownPage page)
    {
        foreach (var (line, url) in page.Links)
        {
            if (url.Contains("://", StringComparison.Ordinal) || url.StartsWith("mailto:", StringComparison.Ordinal))
                continue;
            var parts = url.Split('#', 2);
            var target = parts[0].Length == 0 ? page.Path : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(page.Path)!, Uri.UnescapeDataString(parts[0]))).Replace('\\', '/');
            if (target.StartsWith("..", StringComparison.Ordinal))
                yield return $"{page.Path}:{line}: {url} leads out of the repository";
            else if (target != page.Path && !File.Exists(Repository.Full(target)) && !Directory.Exists(Repository.Full(target)))
                yield return $"{page.Path}:{line}: {url} does not exist";
            else if (parts.Length == 2 && !(target == page.Path ? page : MarkdownPage.Read(target)).Anchors.Contains(parts[1]))
                yield return $"{page.Path}:{line}: {url} names no heading";
        }
    }
}
