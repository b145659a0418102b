using static TorchSharp.torch;

namespace EchoSynth.Checkpoints;

/// <summary>A module's weights to and from a safetensors file, with errors that name what does not fit.</summary>
internal static class ModuleState
{
    /// <summary>Copies the file's values into the module; nothing is changed unless everything fits.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing, unknown, of another shape, or not finite.</exception>
    public static void Load(nn.Module module, string path)
    {
        var source = SafeTensors.LoadPart(path);
        try
        {
            Copy(module.state_dict(), source, path);
        }
        finally
        {
            foreach (var tensor in source.Values)
                tensor.Dispose();
        }
    }

    /// <summary>Reads the file's values into a module that is of no use without them, tensor by tensor.</summary>
    /// <exception cref="ModelFormatException">As from <see cref="Load"/>; the module is then to be disposed of.</exception>
    public static void LoadFresh(nn.Module module, string path)
    {
        var target = module.state_dict();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        SafeTensors.Stream(path, shapes => CheckShapes(target, shapes, path), (name, values) =>
        {
            CheckFinite(name, values, path);
            target[name].copy_(values);
        });
    }

    /// <summary>Copies values by name; nothing is changed unless everything fits.</summary>
    public static void Copy(IReadOnlyDictionary<string, Tensor> target, IReadOnlyDictionary<string, Tensor> source, string path)
    {
        CheckShapes(target, source.ToDictionary(s => s.Key, s => s.Value.shape, StringComparer.Ordinal), path);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var name in target.Keys)
            CheckFinite(name, source[name], path);
        foreach (var (name, values) in target)
            values.copy_(source[name]);
    }

    private static void CheckShapes(IReadOnlyDictionary<string, Tensor> target, IReadOnlyDictionary<string, long[]> source, string path)
    {
        var missing = target.Keys.Except(source.Keys).Order(StringComparer.Ordinal).ToArray();
        var unknown = source.Keys.Except(target.Keys).Order(StringComparer.Ordinal).ToArray();
        if (missing.Length + unknown.Length > 0)
        {
            throw new ModelFormatException(path, "these weights are of another network: " +
                string.Join("; ", ((string[])[List("missing", missing), List("not part of this network", unknown)]).Where(s => s.Length > 0)) + ".");
        }
        foreach (var (name, values) in target)
        {
            if (!values.shape.SequenceEqual(source[name]))
                throw new ModelFormatException(path, $"tensor '{name}' is [{string.Join(", ", source[name])}]; this network needs [{string.Join(", ", values.shape)}].");
        }
    }

    private static void CheckFinite(string name, Tensor values, string path)
    {
        using var scope = NewDisposeScope();
        if (is_floating_point(values) && !values.to(float32).isfinite().all().item<bool>())
            throw new ModelFormatException(path, $"tensor '{name}' holds NaN or infinite values.");
    }

    private static string List(string what, string[] names) =>
        names.Length == 0 ? "" : $"{what}: {string.Join(", ", names.Take(5))}{(names.Length > 5 ? $" and {names.Length - 5} more" : "")}";
}
