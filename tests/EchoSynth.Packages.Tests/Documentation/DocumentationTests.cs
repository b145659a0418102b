using EchoSynth.Packages.Tests.Support;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace EchoSynth.Packages.Tests.Documentation;

/// <summary>What the packages' XML files say about what is public.</summary>
public sealed class DocumentationTests(ITestOutputHelper output)
{
    /// <summary>The share of the public types and members whose documentation must say more than their name.</summary>
    private const double Required = 0.99;

    [Theory]
    [InlineData("EchoSynth", 500)]
    [InlineData("EchoSynth.Imaging", 500)]
    [InlineData("EchoSynth.PhantomModel", 2)]
    public void MembersSayMoreThanTheirNames(string assembly, int least)
    {
        var file = Open(assembly);
        var symbols = PublicSymbols.Of(assembly).Where(s => !IsImplicitConstructor(s, file)).ToList();
        var offenders = symbols.Where(s => !SaysMore(s, file)).Select(s => $"{s.ToDisplayString()}: {file.Summary(s) ?? "nothing"}").ToList();

        var share = 1 - (double)offenders.Count / symbols.Count;
        output.WriteLine($"{assembly}: {symbols.Count - offenders.Count} of {symbols.Count} public types and members ({share:P2}) say more than their names");
        offenders.ForEach(output.WriteLine);
        Assert.True(symbols.Count >= least, $"only {symbols.Count} public types and members were found in {assembly}");
        Assert.True(share >= Required, $"{assembly}: {share:P2}, at least {Required:P0} is asked for. Offenders:\n{string.Join('\n', offenders)}");
    }

    /// <summary>The members of EchoSynth.LibTorch are TorchSharp's and have its documentation, so the share above is not asked of them; its types tell what they are here.</summary>
    [Fact]
    public void TypesOfTheBindingAreDocumented()
    {
        if (!Repository.IsSystem)
        {
            Assert.DoesNotContain("EchoSynth.LibTorch", Repository.Projects);
            return;
        }

        var file = Open("EchoSynth.LibTorch");
        var silent = PublicSymbols.Of("EchoSynth.LibTorch").OfType<INamedTypeSymbol>().Where(t => string.IsNullOrWhiteSpace(file.Summary(t))).Select(t => t.ToDisplayString());
        Assert.Empty(silent);
    }

    private static DocumentationFile Open(string assembly) => new(Path.Combine(AppContext.BaseDirectory, assembly + ".xml"));

    private static bool SaysMore(ISymbol symbol, DocumentationFile file) =>
        file.Summary(symbol) is { } summary && Words.SaysMore(summary, symbol.Name, symbol.ContainingType?.Name);

    /// <summary>The compiler's own; one that was written and has no documentation is an error of the build (CS1591).</summary>
    private static bool IsImplicitConstructor(ISymbol symbol, DocumentationFile file) =>
        symbol is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0 } && file.Summary(symbol) is null;
}
