using Microsoft.CodeAnalysis;

namespace EchoSynth.ApiReference;

/// <summary>What of an assembly others can use, and how it is called.</summary>
internal static class PublicApi
{
    private static readonly SymbolDisplayFormat MemberFormat = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        kindOptions: SymbolDisplayKindOptions.IncludeMemberKeyword,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat ShortFormat = SymbolDisplayFormat.MinimallyQualifiedFormat;

    /// <summary>The public types under a namespace; nested ones after the type they are in.</summary>
    public static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().OrderBy(m => m.Name, StringComparer.Ordinal).SelectMany(m => m switch
    {
        INamespaceSymbol space => Types(space),
        INamedTypeSymbol type when IsVisible(type) => Types(type).Prepend(type),
        _ => [],
    });

    /// <summary>Constructors, fields, properties, methods and events that were written, not made by the compiler.</summary>
    public static IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.GetMembers().Where(m =>
        m is not INamedTypeSymbol && IsVisible(m) && !IsMade(m)
        && m is not IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove or MethodKind.Destructor }
        && !(m is IMethodSymbol { MethodKind: MethodKind.Constructor } && type.TypeKind is TypeKind.Struct or TypeKind.Enum && ((m as IMethodSymbol)?.Parameters.IsEmpty ?? false))
        && type.TypeKind != TypeKind.Delegate
        && !(type.TypeKind == TypeKind.Enum && m is not IFieldSymbol { HasConstantValue: true }));

    public static string NameOf(INamedTypeSymbol type) => type.ContainingType is { } outer ? $"{NameOf(outer)}.{type.Name}" : type.ToDisplayString(ShortFormat);

    /// <summary>Where a type or member is on its namespace's page.</summary>
    public static string Anchor(ISymbol symbol) => symbol is INamedTypeSymbol type
        ? type.ContainingType is { } outer ? $"{Anchor(outer)}.{type.Name}" : type.Arity > 0 ? $"{type.Name}-{type.Arity}" : type.Name
        : $"{Anchor(symbol.ContainingType)}.{(symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "new" : symbol.Name)}";

    public static string Signature(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol { TypeKind: TypeKind.Delegate } type => $"public delegate {type.ToDisplayString(MemberFormat)}",
        INamedTypeSymbol type => TypeSignature(type),
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } field => $"{field.Name} = {field.ConstantValue}",
        IPropertySymbol { IsRequired: true } => symbol.ToDisplayString(MemberFormat) is var text && text.Contains("required ", StringComparison.Ordinal) ? text : text.Replace("public ", "public required ", StringComparison.Ordinal),
        _ => symbol.ToDisplayString(MemberFormat),
    };

    private static string TypeSignature(INamedTypeSymbol type)
    {
        var modifiers = type switch
        {
            { IsStatic: true } => "static ",
            { TypeKind: TypeKind.Class, IsSealed: true } => "sealed ",
            { TypeKind: TypeKind.Class, IsAbstract: true } => "abstract ",
            { TypeKind: TypeKind.Struct, IsReadOnly: true } => "readonly ",
            _ => "",
        };
        var kind = type switch
        {
            { TypeKind: TypeKind.Enum } => "enum",
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            _ => "class",
        };
        // A record's equality is not worth a word.
        var bases = (type.BaseType is { SpecialType: SpecialType.None } b && type.TypeKind == TypeKind.Class ? [b] : Array.Empty<INamedTypeSymbol>())
            .Concat(type.TypeKind == TypeKind.Enum ? [] : type.Interfaces).Where(i => !(i.Name == "IEquatable" && SymbolEqualityComparer.Default.Equals(i.TypeArguments.FirstOrDefault(), type)));
        var list = string.Join(", ", bases.Select(i => i.ToDisplayString(ShortFormat)));
        return $"public {modifiers}{kind} {NameOf(type)}{(Primary(type) is { } made ? Parameters(made) : "")}{(list.Length > 0 ? $" : {list}" : "")}";
    }

    /// <summary>The constructor of a positional record; null where there is none.</summary>
    public static IMethodSymbol? Primary(INamedTypeSymbol type) => type.InstanceConstructors.FirstOrDefault(c =>
        IsVisible(c) && c.Parameters.Length > 0 && c.Parameters.All(p => HasProperty(type, p.Name)) && (type.IsRecord || type.TypeKind == TypeKind.Struct));

    private static bool HasProperty(INamedTypeSymbol? type, string name) => type is not null && (type.GetMembers(name).OfType<IPropertySymbol>().Any() || HasProperty(type.BaseType, name));

    private static string Parameters(IMethodSymbol method) => method.ToDisplayString(MemberFormat) is var text ? text[text.IndexOf('(', StringComparison.Ordinal)..] : "";

    /// <summary>The range that an option's attributes state, in words; null where they state none.</summary>
    public static string? Range(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "RangeAttribute", ConstructorArguments: [{ Value: { } least }, { Value: { } most }] })
            {
                bool Excluded(string end) => attribute.NamedArguments.Any(a => a.Key == end + "IsExclusive" && a.Value.Value is true);
                return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(Excluded("Minimum") ? "above " : "")}{least} to {(Excluded("Maximum") ? "below " : "")}{most}");
            }
        }
        return null;
    }

    private static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility == Accessibility.Public
        || (symbol.DeclaredAccessibility is Accessibility.Protected or Accessibility.ProtectedOrInternal && symbol.ContainingType is { IsSealed: false });

    private static bool IsMade(ISymbol symbol) => symbol.Name.Contains('<', StringComparison.Ordinal) || symbol.Name is "EqualityContract" or "PrintMembers"
        || symbol.GetAttributes().Any(a => a.AttributeClass?.Name == "CompilerGeneratedAttribute");
}
