using EchoSynth.Denoisers;
using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Tensors;
using EchoSynth.Tests.Support;
using static EchoSynth.Tests.Kernels.KernelTests;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Kernels;

/// <summary>A training's SPADE norm, which writes no modulation, beside the norm of a written one.</summary>
public sealed class SpadeKernelTests
{
    private const int Style = 9;

    [Theory]
    [InlineData(32, 0, 16, 20, 18)]
    [InlineData(16, 0, 16, 3, 5)]
    [InlineData(48, 16, 32, 20, 18)]
    [InlineData(288, 0, 16, 17, 16)] // fewer positions at a time
    [InlineData(24, 12, 16, 9, 10)]  // no operator for these channels
    public void It_and_its_gradients_are_those_of_the_portable_path(int channels, int second, int features, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var norm = Norm(channels + second, features);
        AgreeWithPortable(
            () => Leaves(channels, second, features, height, width), l => norm.ActivatedBy(l[2], l[0], l[3], l[1]), 3, 2e-5, [.. norm.parameters().Cast<Tensor>()]);
    }

    /// <summary>Without this, a norm of a written modulation would agree with itself.</summary>
    [Theory]
    [InlineData(32, 16, true)]
    [InlineData(48, 32, true)]
    [InlineData(36, 16, false)]
    public void The_operator_is_taken_where_there_is_one(int channels, int features, bool exists)
    {
        using var scope = NewDisposeScope();
        using var spatial = new ConvolutionLayer(new ParameterInit(3), features, 2 * channels, kernel: 1);
        using var linear = new LinearLayer(new ParameterInit(4), Style, 2 * channels);
        var x = Image(1, 2, channels, 20, 18);
        var arguments = new SpadeArguments(Normalisation.Groups(channels), Image(2, 2, features, 20, 18), spatial, Normal(3, 2, Style), linear);
        Assert.Equal(exists && HasOwnOperators, LayerKernels.For(x).Spade(x, arguments) is not null);
    }

    [Fact]
    public void Its_second_derivative_is_that_of_the_portable_path()
    {
        using var scope = NewDisposeScope();
        using var norm = Norm(48, 16);
        Tensor[] Second()
        {
            var l = Leaves(32, 16, 16, 6, 7);
            var slopes = autograd.grad([(norm.ActivatedBy(l[2], l[0], l[3], l[1]) * Normal(9, 3, 48, 6, 7)).sum()], l, retain_graph: true, create_graph: true);
            return [.. autograd.grad([slopes.Select(s => s.square().sum()).Aggregate((a, b) => a + b)], [.. norm.parameters()])];
        }

        var fused = Second();
        using var portable = LayerKernels.UsePortable();
        foreach (var (expected, actual) in Second().Zip(fused))
            Agree(expected, actual, 1e-4);
    }

    [Fact]
    public void It_does_not_depend_on_its_batch_or_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        using var norm = Norm(64, 16);
        float[][]? first = null;
        try
        {
            foreach (var n in (int[])[1, 2, 3])
            {
                set_num_threads(n);
                var l = Leaves(32, 32, 16, 40, 40);
                var y = norm.ActivatedBy(l[2], l[0], l[3], l[1]);
                float[][] now = [TensorData.ToFloats(y), .. autograd.grad([(y * Normal(9, y.shape)).sum()], [.. l, .. norm.parameters()]).Select(TensorData.ToFloats)];
                foreach (var (expected, actual) in (first ??= now).Zip(now))
                    Assert.Equal(expected, actual);
                using var frozen = no_grad();
                Assert.Equal(now[0], TensorData.ToFloats(norm.ActivatedBy(l[2], l[0], l[3], l[1])));
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [BFloat16Theory]
    [InlineData(32, 16)]
    public void Within_a_mixed_scope_it_and_its_gradients_are_near_those_in_full_precision(int channels, int second)
    {
        using var scope = NewDisposeScope();
        using var norm = Norm(channels + second, 16);
        Tensor[] Run(Precision precision)
        {
            using var mixed = MixedPrecision.Use(precision);
            var l = Leaves(channels, second, 16, 20, 18);
            var operands = l.Select(MixedPrecision.Operand).ToArray();
            var y = norm.ActivatedBy(operands[2], operands[0], operands[3], operands[1]);
            Assert.Equal(precision == Precision.Full ? ScalarType.Float32 : ScalarType.BFloat16, y.dtype);
            return [y.to(float32), .. autograd.grad([(y * Normal(9, y.shape)).sum()], [.. l, .. norm.parameters()])];
        }

        foreach (var (expected, actual) in Run(Precision.Full).Zip(Run(Precision.MixedBFloat16)))
        {
            Assert.Equal(ScalarType.Float32, actual.dtype);
            Agree(expected, actual, 3e-2);
        }
    }

    [Fact]
    public void A_network_in_training_mode_draws_what_it_draws_in_evaluation_mode()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = new SpadeUNetDenoiser(new SpadeUNetOptions { LayerNoise = 0.5 });
        foreach (var p in network.parameters())
            p.add_(Normal(1, p.shape) * 0.05);
        var (noisy, mask) = (Normal(2, 2, 1, 32, 32), Normal(3, 2, 4, 32, 32));
        var latent = Normal(4, 2, network.LatentLength(32, 32));
        var step = tensor(new long[] { 3, 1 });
        Tensor Draw(bool training)
        {
            network.train(training);
            return network.Predict(noisy, network.Encode(mask), step, latent);
        }

        Agree(Draw(false), Draw(true), 2e-5);
    }

    private static SpadeNorm Norm(int channels, int features)
    {
        var norm = new SpadeNorm(new ParameterInit(3), channels, Style, features);
        using var frozen = no_grad();
        foreach (var (name, p) in norm.named_parameters())
            p.copy_(Normal((ulong)name.Length, p.shape) * 0.3);
        return norm;
    }

    private static Tensor[] Leaves(int channels, int second, int features, int height, int width) =>
    [
        (Image(1, 3, channels, height, width) * 3 + 5).requires_grad_(true),
        second > 0 ? Image(2, 3, second, height, width).requires_grad_(true) : null!,
        Image(3, 3, features, height, width).requires_grad_(true),
        Normal(4, 3, Style).requires_grad_(true),
    ];
}
