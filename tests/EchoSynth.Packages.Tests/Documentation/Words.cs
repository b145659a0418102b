using System.Text.RegularExpressions;

namespace EchoSynth.Packages.Tests.Documentation;

/// <summary>Whether a text says more than a name does.</summary>
internal static partial class Words
{
    private static readonly HashSet<string> Empty = new[]
    {
        "a", "an", "and", "are", "be", "by", "can", "do", "does", "for", "from", "get", "given", "has", "have", "in", "indicate", "is", "it", "new", "object", "of", "on",
        "or", "return", "s", "set", "that", "the", "this", "to", "type", "class", "property", "method", "instance", "value", "whether", "which", "with",
    }.Select(Stem).ToHashSet();

    public static bool SaysMore(string text, string name, string? container)
    {
        var known = Of(name).Concat(Of(container ?? "")).ToHashSet();
        return Of(text).Any(word => !Empty.Contains(word) && !known.Contains(word));
    }

    private static IEnumerable<string> Of(string text) => WordPattern().Matches(text).Select(m => Stem(m.Value.ToLowerInvariant()));

    private static string Stem(string word)
    {
        foreach (var ending in new[] { "ies", "es", "s", "ing", "ed", "er" })
        {
            if (word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.Ordinal))
                return ending == "ies" ? word[..^3] + "y" : word[..^ending.Length].TrimEnd('e');
        }

        return word.TrimEnd('e');
    }

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+|[^\s\w.,;:()'""-]")]
    private static partial Regex WordPattern();
}
