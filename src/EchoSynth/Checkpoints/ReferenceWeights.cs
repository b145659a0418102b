using EchoSynth.Denoisers;
using static TorchSharp.torch;

namespace EchoSynth.Checkpoints;

/// <summary>Weights of an NCSN++ generator from and to a safetensors file with the published parameter names.</summary>
internal static class ReferenceWeights
{
    /// <summary>What parallel training puts before every name.</summary>
    private const string Parallel = "module.";

    /// <summary>Copies the file's values into the network; nothing is changed unless everything fits.</summary>
    /// <exception cref="ModelFormatException">Tensors are missing, unknown, of another shape or type, or not finite; names each of them.</exception>
    public static void Load(nn.Module network, NcsnPlusPlusOptions options, string path)
    {
        var file = SafeTensors.Load(path);
        try
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var target = network.state_dict();
            var pairs = ReferenceNames.For(options, target.ContainsKey);
            var prefix = file.Count > 0 && file.Keys.All(n => n.StartsWith(Parallel, StringComparison.Ordinal)) ? Parallel : "";
            var source = file.ToDictionary(f => f.Key[prefix.Length..], f => f.Value, StringComparer.Ordinal);
            Check(path, pairs, target, source);
            foreach (var (ours, theirs, transposed) in pairs)
                target[ours].copy_(transposed ? source[theirs].t().unsqueeze(-1).unsqueeze(-1) : source[theirs]);
        }
        finally
        {
            foreach (var tensor in file.Values)
                tensor.Dispose();
        }
    }

    /// <summary>Writes the network's values under the published names.</summary>
    public static void Save(nn.Module network, NcsnPlusPlusOptions options, string path)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var values = network.state_dict();
        var renamed = ReferenceNames.For(options, values.ContainsKey)
            .ToDictionary(p => p.Theirs, p => p.Transposed ? values[p.Ours].squeeze(-1).squeeze(-1).t() : values[p.Ours], StringComparer.Ordinal);
        SafeTensors.Save(path, renamed, new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static void Check(string path, List<ReferenceNames.Pair> pairs, Dictionary<string, Tensor> target, Dictionary<string, Tensor> source)
    {
        var known = pairs.Select(p => p.Theirs).ToHashSet(StringComparer.Ordinal);
        var missing = pairs.Where(p => !source.ContainsKey(p.Theirs)).Select(p => p.Theirs).ToArray();
        var unexpected = source.Keys.Where(n => !known.Contains(n)).Order(StringComparer.Ordinal).ToArray();
        var (shapes, values) = (new List<string>(), new List<string>());
        foreach (var (ours, theirs, transposed) in pairs)
        {
            if (!source.TryGetValue(theirs, out var tensor))
                continue;
            var needed = transposed ? [target[ours].shape[1], target[ours].shape[0]] : target[ours].shape;
            if (!needed.SequenceEqual(tensor.shape))
                shapes.Add($"{theirs} is [{string.Join(", ", tensor.shape)}], [{string.Join(", ", needed)}] is needed");
            else if (!is_floating_point(tensor))
                values.Add($"{theirs} is {tensor.dtype}");
            else if (!tensor.isfinite().all().item<bool>())
                values.Add($"{theirs} holds NaN or infinite values");
        }
        string[] problems =
        [
            .. List("missing", missing, ", "), .. List("not part of this network", unexpected, ", "),
            .. List("of another shape", shapes, "; "), .. List("not usable", values, "; "),
        ];
        if (problems.Length > 0)
        {
            throw new ModelFormatException(path, $"these are not the reference weights of this network ({target.Count} tensors; docs/reference-weights.md says which option decides what). " +
                $"Nothing was loaded. {string.Join(" ", problems)}");
        }
    }

    private static IEnumerable<string> List(string what, IReadOnlyCollection<string> names, string separator) =>
        names.Count == 0 ? [] : [$"{names.Count} {what}: {string.Join(separator, names)}."];
}
