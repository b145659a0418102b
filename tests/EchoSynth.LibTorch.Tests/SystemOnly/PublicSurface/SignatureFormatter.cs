using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace EchoSynth.LibTorch.Tests.SystemOnly.PublicSurface;

/// <summary>Writes types, parameters and default values as the lists of TorchSharp's public members spell them.</summary>
internal static class SignatureFormatter
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal", [typeof(char)] = "char",
        [typeof(string)] = "string", [typeof(object)] = "object",
    };

    /// <summary>The full name of a type, with the names of its own type parameters.</summary>
    public static string Name(Type type)
    {
        var arguments = type.GetGenericArguments().Select(a => a.IsGenericParameter ? a.Name : Format(a, null, null)).ToArray();
        return Nested(type, i => arguments[i]);
    }

    public static string Format(Type type, NullabilityInfo? info, TupleNames? names)
    {
        if (type.IsByRef) return Format(type.GetElementType()!, info?.ElementType ?? info, names);
        if (type.IsPointer) return Format(type.GetElementType()!, null, names) + "*";
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Plain(underlying, info, names, mark: false) + "?";
        return Plain(type, info, names, mark: true);
    }

    public static string Return(MethodInfo method)
        => (method.ReturnType.IsByRef ? "ref " : "") +
            Format(method.ReturnType, Info(() => Nullability.Create(method.ReturnParameter)), TupleNames.Of(method.ReturnParameter.CustomAttributes));

    public static string Field(FieldInfo field)
        => Format(field.FieldType, Info(() => Nullability.Create(field)), TupleNames.Of(field.CustomAttributes));

    public static string Property(PropertyInfo property)
        => Format(property.PropertyType, Info(() => Nullability.Create(property)), TupleNames.Of(property.CustomAttributes));

    public static string Parameters(MethodBase method, bool extension = false)
        => string.Join(", ", method.GetParameters().Select((p, i) => Parameter(p, extension && i == 0)));

    public static string Parameter(ParameterInfo parameter, bool extension = false)
    {
        var text = extension ? "this " : "";
        if (HasAttribute(parameter, "ParamArrayAttribute") || HasAttribute(parameter, "ParamCollectionAttribute")) text += "params ";
        if (parameter.ParameterType.IsByRef)
            text += parameter.IsOut ? "out " : parameter.IsIn || HasAttribute(parameter, "IsReadOnlyAttribute") ? "in " : "ref ";
        var info = Info(() => Nullability.Create(parameter));
        text += Format(parameter.ParameterType, info, TupleNames.Of(parameter.CustomAttributes)) + " " + parameter.Name;
        return parameter.IsOptional ? $"{text} = {Default(parameter)}" : text;
    }

    public static string GenericParameters(MethodBase method)
        => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    public static string Constraints(Type[] parameters)
        => string.Concat(parameters.Where(p => p.IsGenericParameter).Select(p => (p.Name, Text: Constraint(p)))
            .Where(p => p.Text.Length > 0).Select(p => $" where {p.Name} : {p.Text}"));

    private static string Constraint(Type parameter)
    {
        var flags = parameter.GenericParameterAttributes;
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var parts = new List<string>();
        if (parameter.CustomAttributes.Any(a => a.AttributeType.Name == "IsUnmanagedAttribute")) parts.Add("unmanaged");
        else if (isStruct) parts.Add("struct");
        if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) parts.Add("class");
        parts.AddRange(parameter.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(c => Format(c, null, null)));
        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct) parts.Add("new()");
        return string.Join(", ", parts);
    }

    private static string Plain(Type type, NullabilityInfo? info, TupleNames? names, bool mark)
    {
        var question = mark && !type.IsValueType && info is not null
            && (info.ReadState == NullabilityState.Nullable
                || (info.WriteState == NullabilityState.Nullable && info.ReadState != NullabilityState.NotNull)) ? "?" : "";
        if (type.IsGenericParameter) return type.Name + question;
        if (type.IsArray)
            return $"{Format(type.GetElementType()!, info?.ElementType, names)}[{new string(',', type.GetArrayRank() - 1)}]{question}";
        if (Keywords.TryGetValue(type, out var keyword)) return keyword + question;
        if (!type.IsGenericType) return Name(type) + question;
        if (type.Namespace == "System" && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal)) return Tuple(type, info, names);

        var arguments = type.GetGenericArguments();
        return Nested(type, i => Format(arguments[i], info?.GenericTypeArguments.ElementAtOrDefault(i), names)) + question;
    }

    private static string Tuple(Type type, NullabilityInfo? info, TupleNames? names)
    {
        var elements = new List<(Type Type, NullabilityInfo? Info)>();
        Flatten(type, info, elements);
        var elementNames = elements.ConvertAll(_ => names?.Next());
        if (elements.Count == 1) return $"System.ValueTuple<{Format(elements[0].Type, elements[0].Info, names)}>";
        return $"({string.Join(", ", elements.Select((e, i) => $"{Format(e.Type, e.Info, names)} {elementNames[i]}".TrimEnd()))})";
    }

    /// <summary>A tuple of more than seven holds the rest of itself as its eighth.</summary>
    private static void Flatten(Type type, NullabilityInfo? info, List<(Type, NullabilityInfo?)> elements)
    {
        var arguments = type.GetGenericArguments();
        for (var i = 0; i < arguments.Length; i++)
        {
            var argumentInfo = info?.GenericTypeArguments.ElementAtOrDefault(i);
            if (i == 7) Flatten(arguments[i], argumentInfo, elements);
            else elements.Add((arguments[i], argumentInfo));
        }
    }

    /// <summary>Namespace, outer types and the type itself; each takes its share of the type arguments.</summary>
    private static string Nested(Type type, Func<int, string> argument)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var chain = new Stack<Type>();
        for (var current = definition; current is not null; current = current.DeclaringType) chain.Push(current);

        var used = 0;
        var parts = new List<string>();
        foreach (var part in chain)
        {
            var tick = part.Name.IndexOf('`', StringComparison.Ordinal);
            if (tick < 0)
            {
                parts.Add(part.Name);
                continue;
            }

            var count = int.Parse(part.Name.AsSpan(tick + 1), CultureInfo.InvariantCulture);
            parts.Add($"{part.Name[..tick]}<{string.Join(", ", Enumerable.Range(used, count).Select(argument))}>");
            used += count;
        }

        return (string.IsNullOrEmpty(definition.Namespace) ? "" : definition.Namespace + ".") + string.Join('.', parts);
    }

    private static string Default(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var value = parameter.RawDefaultValue;
        if (value is null or DBNull || value == Missing.Value)
            return parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null";
        if (type.IsEnum)
            return Enum.GetName(type, value) is { } name ? $"{Name(type)}.{name}" : $"({Name(type)}){value}";

        return value switch
        {
            string text => $"\"{Escape(text)}\"",
            bool flag => flag ? "true" : "false",
            char letter => letter < ' ' ? $"'\\x{(int)letter:x}'" : $"'{letter}'",
            float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
            double number => number.ToString("R", CultureInfo.InvariantCulture) + "d",
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
    }

    private static string Escape(string text)
        => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);

    private static bool HasAttribute(ParameterInfo parameter, string name)
        => parameter.CustomAttributes.Any(a => a.AttributeType.Name == name);

    private static NullabilityInfo? Info(Func<NullabilityInfo> create)
    {
        try
        {
            return create();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The names of a tuple's elements, in the order in which a signature meets them.</summary>
    internal sealed class TupleNames(string?[] names)
    {
        private int _next;

        public static TupleNames? Of(IEnumerable<CustomAttributeData> attributes)
        {
            var found = attributes.FirstOrDefault(a => a.AttributeType == typeof(TupleElementNamesAttribute));
            if (found?.ConstructorArguments[0].Value is not IReadOnlyCollection<CustomAttributeTypedArgument> values) return null;
            return new TupleNames([.. values.Select(v => (string?)v.Value)]);
        }

        public string? Next() => _next < names.Length ? names[_next++] : null;
    }
}
