using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace EchoSynth.ApiReference;

/// <summary>Whether a comment tells what a name does not.</summary>
internal static partial class CommentWords
{
    private static readonly HashSet<string> Empty = [.. "a an the of in to for and or is are its it this that as with on by at from be whether how what which one all each".Split(' ')];

    /// <summary>True where a comment is a summary alone and each of its words, endings aside, is in the symbol's name, in its type's, or says nothing.</summary>
    public static bool AreThin(ISymbol symbol, XElement comment)
    {
        if (comment.Elements().Any(e => e.Attribute("inherited") is not null || (e.Name != "summary" && e.Value.Trim().Length > 0)))
            return false;
        var name = Words($"{symbol.Name} {symbol.ContainingType?.Name}").Select(Stem).ToHashSet(StringComparer.Ordinal);
        var text = string.Join(' ', comment.Elements("summary").DescendantNodes().Select(n => n is XText plain ? plain.Value : n is XElement { IsEmpty: true } see ? ((string?)see.Attribute("cref") ?? (string?)see.Attribute("name"))?.Split('.')[^1] ?? "" : ""));
        return Words(text).All(w => Empty.Contains(w) || name.Contains(Stem(w)));
    }

    private static IEnumerable<string> Words(string text) => WordPattern().Matches(text).Select(m => m.Value.ToLowerInvariant());

    private static string Stem(string word)
    {
        foreach (var ending in new[] { "ies", "es", "s", "ed", "ing" })
        {
            if (word.EndsWith(ending, StringComparison.Ordinal) && word.Length - ending.Length >= 3)
                return word[..^ending.Length];
        }
        return word;
    }

    [GeneratedRegex(@"[A-Z]?[\p{Ll}\p{N}…]+|\p{Lu}+(?!\p{Ll})|\p{L}+")]
    private static partial Regex WordPattern();
}
