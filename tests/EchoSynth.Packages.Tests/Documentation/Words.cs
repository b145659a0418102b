using System.Text.RegularExpressions;

namespace EchoSynth.Packages.Tests.Documentation;

/// <summary>Whether a text says more than a name does.</summary>
internal static partial class Words
{
    /// <summary>What can stand in any sentence about any member. "Error" and "not" are none of these: what fails, and what is not done, is worth saying.</summary>
    private static readonly HashSet<string> Empty = new[]
    {
        "a", "all", "also", "an", "and", "another", "any", "are", "as", "at", "be", "both", "but", "by", "can", "class", "create", "do", "does", "each", "either", "every", "exception", "for", "from", "get",
        "given", "had", "has", "have", "here", "hold", "if", "in", "indicate", "instance", "into", "is", "it", "its", "itself", "make", "may", "member", "message", "method", "name", "new", "object", "of", "on",
        "one", "or", "other", "problem", "property", "register", "represent", "return", "s", "same", "set", "some", "something", "such", "than", "that", "the", "their", "them", "then", "there", "these",
        "they", "this", "those", "three", "throw", "thrown", "to", "two", "type", "use", "used", "value", "was", "were", "what", "when", "where", "whether", "which", "while", "who", "whose", "will", "with",
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
