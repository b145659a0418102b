using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace EchoSynth.LibTorch.Tests.NN;

/// <summary>Results and gradients of the operators, against PyTorch's.</summary>
public sealed class FunctionalReferenceTests
{
    private static readonly long[] Two = [2, 2];

    private static readonly Dictionary<string, Func<Inputs, Tensor>> Cases = new()
    {
        ["linear"] = i => F.linear(i["input"], i["weight"], i["bias"]),
        ["conv1d"] = i => F.conv1d(i["input"], i["weight"], i["bias"], 2, 1),
        ["conv2d"] = i => F.conv2d(i["input"], i["weight"], i["bias"], [2, 1], [1, 0], [1, 2], 2),
        ["conv2d_same"] = i => F.conv2d_padding(i["input"], i["weight"], padding: Padding.Same),
        ["conv2d_circular"] = i => F.conv2d(F.pad(i["input"], (1, 1, 1, 1), PaddingModes.Circular), i["weight"]),
        ["conv3d"] = i => F.conv3d(i["input"], i["weight"], padding: [1, 1, 1]),
        ["conv_transpose1d"] = i => F.conv_transpose1d(i["input"], i["weight"], null, 2, 1, 1),
        ["conv_transpose2d"] = i => F.conv_transpose2d(i["input"], i["weight"], i["bias"], Two, [1, 1], [1, 1]),
        ["group_norm"] = i => F.group_norm(i["input"], 2, i["weight"], i["bias"]),
        ["layer_norm"] = i => F.layer_norm(i["input"], [5], i["weight"], i["bias"]),
        ["batch_norm"] = i => F.batch_norm(i["input"], null, null, i["weight"], i["bias"], true),
        ["instance_norm"] = i => F.instance_norm(i["input"]),
        ["relu"] = i => F.relu(i["input"]),
        ["silu"] = i => F.silu(i["input"]),
        ["tanh"] = i => F.tanh(i["input"]),
        ["sigmoid"] = i => F.sigmoid(i["input"]),
        ["gelu"] = i => F.gelu(i["input"]),
        ["gelu_tanh"] = i => F.gelu(i["input"], GELU.Approximate.tanh),
        ["logsigmoid"] = i => F.logsigmoid(i["input"]),
        ["leaky_relu"] = i => F.leaky_relu(i["input"], 0.2),
        ["softplus"] = i => F.softplus(i["input"], 2, 1),
        ["softmax"] = i => F.softmax(i["input"], 1),
        ["log_softmax"] = i => F.log_softmax(i["input"], -1),
        ["normalize"] = i => F.normalize(i["input"], 3, 1),
        ["avg_pool2d"] = i => F.avg_pool2d(i["input"], 3, 2, 1, count_include_pad: false),
        ["max_pool2d"] = i => F.max_pool2d(i["input"], 2, 1, 1, 2),
        ["adaptive_avg_pool2d"] = i => F.adaptive_avg_pool2d(i["input"], (2, 4)),
        ["pad_constant"] = i => F.pad(i["input"], (1, 2, 0, 3), value: 0.5),
        ["pad_reflect"] = i => F.pad(i["input"], (1, 2, 3, 0), PaddingModes.Reflect),
        ["pad_replicate"] = i => F.pad(i["input"], (1, 2, 3, 0), PaddingModes.Replicate),
        ["pad_circular"] = i => F.pad(i["input"], (1, 2, 3, 0), PaddingModes.Circular),
        ["interpolate_nearest"] = i => F.interpolate(i["input"], scale_factor: [1.5, 1.5]),
        ["interpolate_nearest_exact"] = i => F.interpolate(i["input"], [7, 4], mode: InterpolationMode.NearestExact),
        ["interpolate_bilinear"] = i => F.interpolate(i["input"], scale_factor: [2.0, 1.5], mode: InterpolationMode.Bilinear),
        ["interpolate_bilinear_recomputed"] = i =>
            F.interpolate(i["input"], scale_factor: [1.7, 1.7], mode: InterpolationMode.Bilinear, recompute_scale_factor: true),
        ["interpolate_bilinear_corners"] = i => F.interpolate(i["input"], [3, 11], mode: InterpolationMode.Bilinear, align_corners: true),
        ["interpolate_bilinear_antialias"] = i => F.interpolate(i["input"], [3, 2], mode: InterpolationMode.Bilinear, antialias: true),
        ["interpolate_bicubic"] = i => F.interpolate(i["input"], [9, 4], mode: InterpolationMode.Bicubic),
        ["interpolate_area"] = i => F.interpolate(i["input"], [2, 3], mode: InterpolationMode.Area),
        ["pixel_shuffle"] = i => F.pixel_shuffle(i["input"], 2),
        ["pixel_unshuffle"] = i => F.pixel_unshuffle(i["input"], 2),
        ["unfold"] = i => F.unfold(i["input"], (2, 3), padding: (1, 1), stride: (2, 2)),
        ["fold"] = i => F.fold(i["input"], 4, 2, stride: 2),
        ["affine_grid"] = i => F.affine_grid(i["theta"], [2, 1, 3, 4], true),
        ["grid_sample"] = i => F.grid_sample(i["input"], i["grid"], align_corners: false),
        ["grid_sample_border"] = i => F.grid_sample(i["input"], i["grid"], GridSampleMode.Nearest, GridSamplePaddingMode.Border, true),
        ["grid_sample_reflection"] = i =>
            F.grid_sample(i["input"], i["grid"], padding_mode: GridSamplePaddingMode.Reflection, align_corners: false),
        ["l1_loss"] = i => F.l1_loss(i["input"], i["target"]),
        ["mse_loss"] = i => F.mse_loss(i["input"], i["target"], nn.Reduction.Sum),
        ["smooth_l1_loss"] = i => F.smooth_l1_loss(i["input"], i["target"], nn.Reduction.None, 0.5),
        ["huber_loss"] = i => F.huber_loss(i["input"], i["target"], 0.7),
        ["bce_logits"] = i => F.binary_cross_entropy_with_logits(i["input"], i["target"], i["weight"], pos_weights: i["pos"]),
        ["bce"] = i => F.binary_cross_entropy(i["input"], i["target"]),
        ["cross_entropy"] = i => F.cross_entropy(i["input"], i["target"], i["weight"], 3, label_smoothing: 0.1),
        ["nll_loss"] = i => F.nll_loss(F.log_softmax(i["input"], 1), i["target"]),
        ["kl_div"] = i => F.kl_div(i["input"], i["target"], true, nn.Reduction.Sum),
        ["cosine_similarity"] = i => F.cosine_similarity(i["x1"], i["x2"]),
        ["one_hot"] = i => F.one_hot(i["x"], 5),
        ["attention"] = i => F.scaled_dot_product_attention(i["query"], i["key"], i["value"]),
        ["attention_mask"] = i => F.scaled_dot_product_attention(i["query"], i["key"], i["value"], i["mask"]),
        ["attention_bool_mask"] = i => F.scaled_dot_product_attention(i["query"], i["key"], i["value"], i["mask"]),
        ["attention_causal"] = i => F.scaled_dot_product_attention(i["query"], i["key"], i["value"], is_casual: true),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void EveryReferenceHasItsCase()
        => Assert.Equal(Reference.At("cases").EnumerateObject().Select(p => p.Name).Order(), Cases.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var reference = Reference.At("cases", name);
        var inputs = new Inputs(reference);
        var output = Cases[name](inputs);
        Reference.Close(Reference.Tensor(reference.GetProperty("output")), output);
        if (!reference.TryGetProperty("gradients", out var gradients)) return;

        output.square().sum().backward();
        foreach (var gradient in gradients.EnumerateObject())
        {
            var found = inputs.Gradient(gradient.Name);
            Assert.NotNull(found);
            Reference.Close(Reference.Tensor(gradient.Value), found);
        }
    }

    /// <summary>The inputs of one case, with gradients where the reference has them.</summary>
    private sealed class Inputs
    {
        private readonly Dictionary<string, Tensor> _tensors = [];

        public Inputs(JsonElement reference)
        {
            var gradients = reference.TryGetProperty("gradients", out var element) ? element : default;
            foreach (var input in reference.GetProperty("inputs").EnumerateObject())
            {
                var tensor = Reference.Tensor(input.Value);
                if (gradients.ValueKind == JsonValueKind.Object && gradients.TryGetProperty(input.Name, out _)) tensor.requires_grad_();
                _tensors.Add(input.Name, tensor);
            }
        }

        public Tensor this[string name] => _tensors[name];

        public Tensor? Gradient(string name) => _tensors[name].grad;
    }
}
