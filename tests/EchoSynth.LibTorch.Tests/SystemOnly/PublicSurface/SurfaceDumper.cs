using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using static EchoSynth.LibTorch.Tests.SystemOnly.PublicSurface.SignatureFormatter;

namespace EchoSynth.LibTorch.Tests.SystemOnly.PublicSurface;

/// <summary>Lists what other assemblies can see of an assembly: a line per member, 'type TAB kind TAB signature'.</summary>
internal sealed class SurfaceDumper
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly SortedSet<string> _lines = new(StringComparer.Ordinal);

    public static IReadOnlySet<string> Dump(IEnumerable<Type> types)
    {
        var dumper = new SurfaceDumper();
        foreach (var type in types) dumper.Add(type);
        return dumper._lines;
    }

    public static IEnumerable<Type> VisibleTypes(Assembly assembly) => assembly.GetTypes().Where(IsVisible);

    private static bool IsVisible(Type type)
    {
        for (var current = type; current is not null; current = current.DeclaringType)
        {
            if (current.Name.StartsWith('<')) return false;
            var seen = current.IsNested
                ? current.IsNestedPublic || current.IsNestedFamily || current.IsNestedFamORAssem
                : current.IsPublic;
            if (!seen) return false;
        }

        return true;
    }

    private void Add(Type type)
    {
        var access = type.IsPublic || type.IsNestedPublic ? "public" : "protected";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            Line(type, "type-delegate",
                $"{access} delegate {Return(invoke)} {Name(type)}({Parameters(invoke)}){Constraints(type.GetGenericArguments())}{Obsolete(type)}");
            return;
        }

        AddHeader(type, access);
        if (type.IsEnum)
        {
            foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
                Line(type, "enum-value", $"{field.Name} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
            return;
        }

        foreach (var constructor in type.GetConstructors(Declared).Where(c => !c.IsStatic && IsVisible(c)))
            Line(type, "ctor", $"{Access(constructor)} {type.Name.Split('`')[0]}({Parameters(constructor)}){Obsolete(constructor)}");
        foreach (var field in type.GetFields(Declared)) AddField(type, field);
        foreach (var property in type.GetProperties(Declared)) AddProperty(type, property);
        foreach (var item in type.GetEvents(Declared).Where(e => IsVisible(e.AddMethod)))
            Line(type, "event", $"{Modifiers(item.AddMethod!, type)}event {Format(item.EventHandlerType!, null, null)} {item.Name}{Obsolete(item)}");
        foreach (var method in type.GetMethods(Declared)) AddMethod(type, method);
    }

    private void AddHeader(Type type, string access)
    {
        var bases = new List<string>();
        if (type.IsEnum)
        {
            bases.Add(Format(Enum.GetUnderlyingType(type), null, null));
        }
        else
        {
            if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)) bases.Add(Format(parent, null, null));
            var inherited = type.BaseType?.GetInterfaces() ?? [];
            bases.AddRange(type.GetInterfaces()
                .Where(i => IsVisible(i.IsGenericType ? i.GetGenericTypeDefinition() : i) && !inherited.Contains(i))
                .Select(i => Format(i, null, null)).Order(StringComparer.Ordinal));
        }

        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";
        var modifier = type.IsAbstract && type.IsSealed ? "static "
            : type.IsAbstract && !type.IsInterface ? "abstract "
            : type.IsSealed && kind == "class" ? "sealed " : "";
        var list = bases.Count > 0 ? " : " + string.Join(", ", bases) : "";
        Line(type, "type-" + kind, $"{access} {modifier}{kind} {Name(type)}{list}{Constraints(type.GetGenericArguments())}{Obsolete(type)}");
    }

    private void AddField(Type type, FieldInfo field)
    {
        if (field.Name.StartsWith('<')) return;
        if (!field.IsPublic && (!(field.IsFamily || field.IsFamilyOrAssembly) || type.IsSealed)) return;
        var value = !field.IsLiteral ? ""
            : field.GetRawConstantValue() is string text ? $" = \"{text}\""
            : " = " + Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture);
        var modifiers = (field.IsLiteral ? "const " : field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        Line(type, field.IsLiteral ? "const" : "field",
            $"{(field.IsPublic ? "public" : "protected")} {modifiers}{Field(field)} {field.Name}{value}{Obsolete(field)}");
    }

    private void AddProperty(Type type, PropertyInfo property)
    {
        var (getter, setter) = (property.GetGetMethod(true), property.GetSetMethod(true));
        var (canGet, canSet) = (IsVisible(getter), IsVisible(setter));
        if (!canGet && !canSet) return;

        var widest = (canGet ? (canSet && setter!.IsPublic ? setter : getter) : setter)!;
        string Accessor(MethodInfo accessor, string word)
            => (accessor.IsPublic || Access(widest) == Access(accessor) ? "" : Access(accessor) + " ") + word;

        var accessors = new List<string>();
        if (canGet) accessors.Add(Accessor(getter!, "get;"));
        if (canSet)
        {
            var init = setter!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
            accessors.Add(Accessor(setter, init ? "init;" : "set;"));
        }

        var index = property.GetIndexParameters();
        var name = index.Length > 0 ? $"this[{string.Join(", ", index.Select(i => Parameter(i)))}]" : property.Name;
        var reference = getter is not null && getter.ReturnType.IsByRef ? "ref " : "";
        Line(type, index.Length > 0 ? "indexer" : "property",
            $"{Modifiers(widest, type)}{reference}{Property(property)} {name} {{ {string.Join(' ', accessors)} }}{Obsolete(property)}");
    }

    private void AddMethod(Type type, MethodInfo method)
    {
        if (!IsVisible(method) || method.Name.StartsWith('<')) return;
        var isOperator = method.IsSpecialName && method.Name.StartsWith("op_", StringComparison.Ordinal);
        if ((method.IsSpecialName && !isOperator) || (method.Name == "Finalize" && method.GetParameters().Length == 0)) return;

        var extension = method.IsDefined(typeof(ExtensionAttribute), false);
        var constraints = method.IsGenericMethod ? Constraints(method.GetGenericArguments()) : "";
        Line(type, isOperator ? "operator" : extension ? "extension" : "method",
            $"{Modifiers(method, type)}{Return(method)} {method.Name}{GenericParameters(method)}({Parameters(method, extension)}){constraints}{Obsolete(method)}");
    }

    private void Line(Type type, string kind, string signature) => _lines.Add($"{Name(type)}\t{kind}\t{signature}");

    private static bool IsVisible(MethodBase? method)
        => method is not null && (method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed));

    private static string Access(MethodBase method) => method.IsPublic ? "public" : "protected";

    private static string Modifiers(MethodInfo method, Type type)
    {
        var text = Access(method) + " ";
        if (method.IsStatic) return text + "static ";
        if (type.IsInterface) return text;
        var overrides = method.GetBaseDefinition().DeclaringType != method.DeclaringType;
        if (method.IsAbstract) return text + (overrides ? "abstract override " : "abstract ");
        if (overrides) return text + (method.IsFinal ? "sealed override " : "override ");
        return text + (method.IsVirtual && !method.IsFinal ? "virtual " : "");
    }

    private static string Obsolete(MemberInfo member)
    {
        var attribute = member.CustomAttributes.FirstOrDefault(a => a.AttributeType == typeof(ObsoleteAttribute));
        if (attribute is null) return "";
        return attribute.ConstructorArguments is [_, { Value: true }] ? " [Obsolete(error)]" : " [Obsolete]";
    }
}
