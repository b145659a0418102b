using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace EchoSynth.ApiReference;

/// <summary>The comments that the compiler left beside an assembly.</summary>
internal sealed class XmlFile(string path) : DocumentationProvider
{
    private readonly Dictionary<string, string> _members = XDocument.Load(path, LoadOptions.PreserveWhitespace).Descendants("member")
        .GroupBy(m => (string)m.Attribute("name")!).ToDictionary(g => g.Key, g => g.First().ToString(SaveOptions.DisableFormatting));

    protected override string GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        _members.GetValueOrDefault(documentationMemberID, "");

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
