using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace EchoSynth.LibTorch.Tests.NN;

public sealed class LayerTests
{
    [Theory]
    [InlineData("linear")]
    [InlineData("conv2d")]
    [InlineData("conv_transpose2d")]
    public void ASeedGivesPyTorchsWeights(string name)
    {
        manual_seed(7);
        using Module layer = name switch
        {
            "linear" => Linear(3, 4),
            "conv2d" => Conv2d(2, 4, 3, groups: 2),
            _ => ConvTranspose2d(4, 2, 3),
        };
        foreach (var (key, tensor) in layer.state_dict()) Reference.Close(Reference.Tensor("seeded", name, key), tensor, 1e-7);
    }

    [Fact]
    public void BatchNormKeepsRunningStatisticsAsPyTorchDoes()
    {
        using var scope = NewDisposeScope();
        using var layer = BatchNorm2d(4, momentum: 0.2, dtype: ScalarType.Float64);
        init.ones_(layer.weight);
        var batches = Reference.At("batch_norm", "batches").EnumerateArray().Select(Reference.Tensor).ToList();
        var outputs = batches.ConvertAll(layer.call);
        Reference.Close(Reference.Tensor("batch_norm", "last"), outputs[^1]);
        Reference.Close(Reference.Tensor("batch_norm", "mean"), layer.running_mean!);
        Reference.Close(Reference.Tensor("batch_norm", "var"), layer.running_var!);
        layer.eval();
        Reference.Close(Reference.Tensor("batch_norm", "evaluated"), layer.call(batches[0]));
    }

    [Fact]
    public void ConvolutionsRefuseOtherChannels()
    {
        using var layer = Conv2d(3, 2, 1);
        using var input = randn(1, 4, 2, 2);
        Assert.Throws<ArgumentException>(() => layer.call(input));
    }

    [Fact]
    public void TransposedConvolutionGivesTheSizeAskedFor()
    {
        using var scope = NewDisposeScope();
        using var layer = ConvTranspose2d(2, 3, 3, stride: 2, padding: 1);
        var input = randn(1, 2, 4, 4);
        Assert.Equal([1L, 3, 7, 7], layer.call(input).shape);
        Assert.Equal([1L, 3, 8, 8], layer.forward(input, [8, 8]).shape);
        Assert.Throws<ArgumentException>(() => layer.forward(input, [9, 9]));
    }

    [Fact]
    public void GroupNormStartsAsTheIdentityOfTheNormalisedInput()
    {
        using var scope = NewDisposeScope();
        using var layer = GroupNorm(2, 4);
        init.ones_(layer.weight);
        init.zeros_(layer.bias!);
        var output = layer.call(randn(3, 4, 8, 8).mul(3).add(2));
        var groups = output.reshape(3, 2, -1);
        Assert.True(groups.mean([-1]).abs().max().item<float>() < 1e-4);
        Assert.True((groups.var(-1, unbiased: false) - 1).abs().max().item<float>() < 1e-3);
        Assert.Throws<ArgumentException>(() => layer.call(randn(2, 4)));
    }

    [Fact]
    public void LayerNormHasTheShapesItIsGiven()
    {
        using var full = LayerNorm([3, 4]);
        using var bare = LayerNorm(4, elementwise_affine: false);
        using var unbiased = LayerNorm(4, bias: false);
        Assert.Equal([3L, 4], full.weight.shape);
        Assert.Empty(bare.parameters());
        Assert.Single(unbiased.parameters());
    }

    [Fact]
    public void DropoutIsTheIdentityWhenNotTraining()
    {
        using var scope = NewDisposeScope();
        using var layer = Dropout(0.5);
        var input = ones(1000);
        var dropped = layer.call(input);
        Assert.InRange(dropped.sum().item<float>(), 800, 1200);
        Assert.True(dropped.eq(0).logical_or(dropped.eq(2)).all().item<bool>());
        layer.eval();
        Assert.True(layer.call(input).Equals(input));
    }

    [Fact]
    public void EmbeddingLooksUpRows()
    {
        using var scope = NewDisposeScope();
        using var table = Embedding_from_pretrained(arange(8, ScalarType.Float32).reshape(4, 2), freeze: false);
        var rows = table.call(tensor(new long[] { 3, 0 }));
        Assert.Equal([6f, 7f, 0f, 1f], rows.data<float>().ToArray());
        Assert.Equal([5L, 3], Embedding(5, 3).weight!.shape);
    }

    [Fact]
    public void ActivationsAndResamplersMatchTheirFunctions()
    {
        using var scope = NewDisposeScope();
        var input = randn(2, 4, 6, 6);
        void Same(Tensor expected, Module<Tensor, Tensor> layer)
        {
            using (layer) Reference.Close(expected, layer.call(input), 1e-6);
        }

        Same(F.relu(input), ReLU());
        Same(F.silu(input), SiLU());
        Same(F.tanh(input), Tanh());
        Same(F.sigmoid(input), Sigmoid());
        Same(F.gelu(input), GELU());
        Same(F.softplus(input), Softplus());
        Same(F.softmax(input, 1), Softmax(1));
        Same(F.leaky_relu(input, 0.3), LeakyReLU(0.3));
        Same(input, Identity());
        Same(input.reshape(2, -1), Flatten());
        Same(F.avg_pool2d(input, 2), AvgPool2d(2));
        Same(F.max_pool2d(input, 2), MaxPool2d(2));
        Same(F.adaptive_avg_pool2d(input, 3), AdaptiveAvgPool2d(3));
        Same(F.pixel_shuffle(input, 2), PixelShuffle(2));
        Same(F.pixel_unshuffle(input, 2), PixelUnshuffle(2));
        Same(F.interpolate(input, scale_factor: [2, 2]), Upsample(scale_factor: [2, 2]));
        Same(F.interpolate(input, [9, 9], mode: InterpolationMode.Bilinear), Upsample([9, 9], mode: UpsampleMode.Bilinear));
        Same(F.instance_norm(input), InstanceNorm2d(4));
    }

    [Fact]
    public void InPlaceActivationsOverwriteTheirInput()
    {
        using var input = tensor(new[] { -1f, 2f });
        using var layer = ReLU(inplace: true);
        using (layer.call(input))
            Assert.Equal([0f, 2f], input.data<float>().ToArray());
        Assert.False(input.IsInvalid);
    }

    [Fact]
    public void GradientsReachEveryParameter()
    {
        using var scope = NewDisposeScope();
        using var network = new SmallNetwork();
        network.call(randn(2, 1, 6, 6)).square().mean().backward();
        Assert.All(network.parameters(), p => Assert.NotNull(p.grad));
        network.zero_grad(set_to_none: false);
        Assert.All(network.parameters(), p => Assert.Equal(0, p.grad!.abs().sum().item<float>()));
        network.zero_grad();
        Assert.All(network.parameters(), p => Assert.Null(p.grad));
    }
}
