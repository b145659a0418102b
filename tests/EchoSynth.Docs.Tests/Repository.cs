namespace EchoSynth.Docs.Tests;

/// <summary>The pages of this repository.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>README.md, docs, and the readmes of samples and packages, relative to the root, with slashes.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        "README.md",
        .. Under("docs", "*.md"),
        .. Under("samples", "README.md").Where(IsOfProject),
        .. Under("src", "PACKAGE.md").Where(IsOfProject),
    ];

    public static string Full(string page) => Path.Combine(Root, page);

    private static bool IsOfProject(string page) => page.Count(c => c == '/') == 2;

    private static IEnumerable<string> Under(string folder, string pattern) =>
        Directory.EnumerateFiles(Full(folder), pattern, SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "EchoSynth.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("EchoSynth.sln is in no folder above the tests."));
}
