using System.Collections.Concurrent;
using System.Reflection;
using TorchSharp.Utils;

namespace TorchSharp;

/// <summary>The fields and properties of a module's class that can hold what it registers, looked up once per class.</summary>
internal sealed class ModuleLayout
{
    private static readonly ConcurrentDictionary<Type, ModuleLayout> Layouts = new();

    private readonly Type _type;

    private ModuleLayout(Type type)
    {
        _type = type;
        Fields = FieldsOf(type).ToArray();
    }

    /// <summary>The fields in the order in which they are registered: a derived class's before its base class's.</summary>
    public IReadOnlyList<Component> Fields { get; }

    public static ModuleLayout Of(Type type) => Layouts.GetOrAdd(type, static t => new ModuleLayout(t));

    /// <summary>Puts a value where the module keeps the component of that name; false when it keeps it in the registry alone.</summary>
    public bool SetProperty(object module, string name, object value)
    {
        var property = _type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance);
        if (property is null || !property.CanWrite || !property.PropertyType.IsInstanceOfType(value)) return false;
        property.SetValue(module, value);
        return true;
    }

    public void SetField(object module, string name, object value)
    {
        foreach (var field in Fields)
            if (field.Name == name) field.Info.SetValue(module, value);
    }

    private static IEnumerable<Component> FieldsOf(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        var seen = new HashSet<string>();
        for (var current = type; current is not null && current != typeof(object); current = current.BaseType)
        {
            foreach (var field in current.GetFields(All))
            {
                if (!seen.Add(field.Name) || field.FieldType.IsValueType || field.FieldType == typeof(string)) continue;
                yield return new Component(field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name, field);
            }
        }
    }

    internal sealed record Component(string Name, FieldInfo Info);
}
