namespace TorchSharp.Utils;

/// <summary>The name under which a module registers the field's value, where it is not the field's own.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public class ComponentNameAttribute : Attribute
{
    public string Name { get; set; } = null!;
}
