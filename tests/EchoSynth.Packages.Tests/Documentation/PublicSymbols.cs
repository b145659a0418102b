using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EchoSynth.Packages.Tests.Documentation;

/// <summary>The public types and members of an assembly that somebody wrote: what a reader of its documentation expects to find.</summary>
internal static class PublicSymbols
{
    public static IEnumerable<ISymbol> Of(string assembly)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(File.Exists).Select(path => MetadataReference.CreateFromFile(path)).ToList();
        var compilation = CSharpCompilation.Create("documentation", references: references);
        var symbol = compilation.SourceModule.ReferencedAssemblySymbols.Single(a => a.Name == assembly);
        return Types(symbol.GlobalNamespace).SelectMany(type => Members(type).Prepend(type));
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetTypeMembers().Where(IsVisible).SelectMany(type => Types(type).Prepend(type))
            .Concat(container is INamespaceSymbol space ? space.GetNamespaceMembers().SelectMany(Types) : []);

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.TypeKind == TypeKind.Delegate
        ? []
        : type.GetMembers().Where(member => member is not ITypeSymbol && IsVisible(member) && IsWritten(member));

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public
        || (symbol.DeclaredAccessibility is Accessibility.Protected or Accessibility.ProtectedOrInternal && symbol.ContainingType is { IsSealed: false });

    private static bool IsWritten(ISymbol member)
    {
        if (member.IsImplicitlyDeclared || member.GetAttributes().Any(a => a.AttributeClass?.Name == "CompilerGeneratedAttribute"))
            return false;
        return member switch
        {
            IMethodSymbol method => method.AssociatedSymbol is null && method.MethodKind != MethodKind.Destructor,
            IFieldSymbol field => field.AssociatedSymbol is null && !(field.ContainingType.TypeKind == TypeKind.Enum && !field.HasConstantValue),
            _ => true,
        };
    }
}
