using EchoSynth.Denoisers;

namespace EchoSynth.Checkpoints;

/// <summary>
/// What the published NCSN++ generators call their parameters: one flat list, all_modules, in order of construction, and z_transform for the latent
/// (docs/reference-weights.md). Only names are known here; nothing of that code is.
/// </summary>
internal static class ReferenceNames
{
    /// <summary>A parameter under both names. A transposed one is [in, out] over there and a 1×1 convolution [out, in, 1, 1] here.</summary>
    internal readonly record struct Pair(string Ours, string Theirs, bool Transposed = false);

    private static readonly (string Ours, string Theirs)[] Block =
    [
        ("norm1.style", "GroupNorm_0.style"), ("conv1", "Conv_0"), ("time", "Dense_0"), ("norm2.style", "GroupNorm_1.style"), ("conv2", "Conv_1"), ("shortcut", "Conv_2"),
    ];

    private static readonly string[] Attention = ["query", "key", "value", "output"];

    /// <summary>Every parameter of a network with these options, in the order of the list.</summary>
    /// <param name="options">The network's options.</param>
    /// <param name="exists">Whether the network has a parameter; only some blocks have a shortcut.</param>
    public static List<Pair> For(NcsnPlusPlusOptions options, Func<string, bool> exists)
    {
        var pairs = new List<Pair>();
        var index = 0;
        int downs = 0, ups = 0, downAttentions = 0, upAttentions = 0, upsamples = 0;
        string Next() => $"all_modules.{index++}";

        void Affine(string ours, string theirs)
        {
            foreach (var part in (string[])["weight", "bias"])
            {
                if (exists($"{ours}.{part}"))
                    pairs.Add(new Pair($"{ours}.{part}", $"{theirs}.{part}"));
            }
        }

        void AddBlock(string ours)
        {
            var theirs = Next();
            foreach (var (mine, other) in Block)
                Affine($"{ours}.{mine}", $"{theirs}.{other}");
        }

        void AddAttention(string ours)
        {
            var theirs = Next();
            pairs.Add(new Pair($"{ours}.norm_weight", $"{theirs}.GroupNorm_0.weight"));
            pairs.Add(new Pair($"{ours}.norm_bias", $"{theirs}.GroupNorm_0.bias"));
            for (var i = 0; i < Attention.Length; i++)
            {
                pairs.Add(new Pair($"{ours}.{Attention[i]}.weight", $"{theirs}.NIN_{i}.W", Transposed: true));
                pairs.Add(new Pair($"{ours}.{Attention[i]}.bias", $"{theirs}.NIN_{i}.b"));
            }
        }

        for (var i = 0; i <= options.LatentDepth; i++)
            Affine($"mapping.layers.{i}", $"z_transform.{2 * i + 1}"); // a norm first, then layers and activations in turn
        Affine("time.first", Next());
        Affine("time.second", Next());
        Affine("stem", Next());
        var levels = options.Multipliers.Count;
        for (var level = 0; level < levels; level++)
        {
            for (var i = 0; i < options.BlocksPerLevel; i++)
            {
                AddBlock($"down.{downs++}");
                if (options.HasAttention(level))
                    AddAttention($"down_attention.{downAttentions++}");
            }
            if (level == levels - 1)
                break;
            AddBlock($"downsample.{level}");
            Affine($"pyramid.{level}", $"{Next()}.Conv2d_0");
        }
        AddBlock("middle1");
        AddAttention("middle_attention");
        AddBlock("middle2");
        for (var level = levels - 1; level >= 0; level--)
        {
            for (var i = 0; i <= options.BlocksPerLevel; i++)
                AddBlock($"up.{ups++}");
            if (options.HasAttention(level))
                AddAttention($"up_attention.{upAttentions++}");
            if (level > 0)
                AddBlock($"upsample.{upsamples++}");
        }
        var norm = Next();
        pairs.Add(new Pair("norm_weight", $"{norm}.weight"));
        pairs.Add(new Pair("norm_bias", $"{norm}.bias"));
        Affine("head", Next());
        return pairs;
    }
}
