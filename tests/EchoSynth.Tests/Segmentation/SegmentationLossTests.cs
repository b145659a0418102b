using System.Text.Json;
using EchoSynth.Segmentation;
using EchoSynth.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Segmentation;

/// <summary>Against numpy, in double precision, written by Reference/make_segmentation.py.</summary>
public sealed class SegmentationLossTests
{
    private const int N = 2, K = 4, H = 6, W = 5;
    private static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "segmentation.json"))).RootElement;
    private static readonly long[] Labels = [.. Enumerable.Range(0, N * H * W).Select(i => (long)(i * 7 / 3 % K))];

    [Fact]
    public void The_loss_is_numpys()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Reference.GetProperty("all").GetDouble(), Loss(Logits(), Labels), 1e-5);
    }

    [Fact]
    public void A_structure_that_no_mask_has_does_not_spoil_it()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Reference.GetProperty("withoutAtrium").GetDouble(), Loss(Logits(), [.. Labels.Select(l => l == 3 ? 0 : l)]), 1e-5);
    }

    [Fact]
    public void Its_gradient_is_that_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        var logits = Logits().requires_grad_();
        SegmentationLoss.Of(logits, TensorData.FromLongs(Labels, N, H, W)).backward();
        foreach (var expected in Reference.GetProperty("gradients").EnumerateArray())
        {
            var at = expected.GetProperty("at").EnumerateArray().Select(v => v.GetInt64()).ToArray();
            Assert.Equal(expected.GetProperty("value").GetDouble(), logits.grad![at[0], at[1], at[2], at[3]].item<float>(), 1e-6);
        }
    }

    [Fact]
    public void A_perfect_prediction_costs_nothing()
    {
        using var scope = NewDisposeScope();
        var certain = nn.functional.one_hot(TensorData.FromLongs(Labels, N, H, W), K).permute(0, 3, 1, 2).to(float32) * 50;
        Assert.Equal(0, SegmentationLoss.Of(certain, TensorData.FromLongs(Labels, N, H, W)).item<float>(), 1e-5);
    }

    private static double Loss(Tensor logits, long[] labels) => SegmentationLoss.Of(logits, TensorData.FromLongs(labels, N, H, W)).item<float>();

    private static Tensor Logits() => TensorData.FromFloats([.. Enumerable.Range(0, N * K * H * W).Select(i => (float)(3 * Math.Cos(0.7 * i + 0.2)))], N, K, H, W);
}
