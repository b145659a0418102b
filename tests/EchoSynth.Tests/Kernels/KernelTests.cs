using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Tensors;
using EchoSynth.Tests.Reference;
using EchoSynth.Tests.Support;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Kernels;

/// <summary>Whatever kernels this binding has are compared with the portable ones, which are TorchSharp's API alone.</summary>
public sealed class KernelTests
{
    internal static readonly bool HasOwnOperators = Type.GetType("EchoSynth.LibTorch.LibTorchRuntime, EchoSynth.LibTorch") is not null && !string.Equals(Environment.GetEnvironmentVariable("ECHOSYNTH_KERNELS"), "portable", StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void What_is_compared_with_the_portable_path_is_another_where_the_binding_has_one()
    {
        using var scope = NewDisposeScope();
        using var layer = new ConvolutionLayer(new ParameterInit(3), 64, 64);
        var x = Image(1, 1, 64, 16, 16);
        Assert.Equal(HasOwnOperators ? "fused" : "portable", LayerKernels.For(x).Name);
        Assert.Equal("portable", LayerKernels.For(x.to(float64)).Name);
        var ours = TensorData.ToFloats(layer.Forward(x));
        using var portable = LayerKernels.UsePortable();
        Assert.Equal("portable", LayerKernels.For(x).Name);
        // Winograd's rounding is another than that of the direct sum.
        Assert.Equal(!HasOwnOperators, ours.AsSpan().SequenceEqual(TensorData.ToFloats(layer.Forward(x))));
    }

    /// <summary>Without this, an operator that falls back to the portable one would agree with it.</summary>
    [Theory]
    [InlineData(32, 64, 8, 9)]
    [InlineData(64, 64, 16, 16)]
    [InlineData(256, 224, 14, 19)]
    public void The_gradient_of_a_convolution_by_its_weights_and_the_drawing_one_are_others_than_the_portable_paths(int inputs, int outputs, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var layer = new ConvolutionLayer(new ParameterInit(3), inputs, outputs);
        var x = Image(1, 2, inputs, height, width);
        (float[] Slope, float[] Drawn) Run()
        {
            layer.train();
            var slope = TensorData.ToFloats(autograd.grad([layer.Forward(x).sum()], [layer.Weight])[0]);
            layer.eval();
            using var frozen = no_grad();
            return (slope, TensorData.ToFloats(layer.Forward(x)));
        }

        var ours = Run();
        using var portable = LayerKernels.UsePortable();
        var theirs = Run();
        Assert.Equal(!HasOwnOperators, ours.Slope.AsSpan().SequenceEqual(theirs.Slope));
        if (height * width >= 12 * 16 && inputs * outputs <= 48 * 1024) // otherwise oneDNN's, on weights that it laid out
            Assert.Equal(!HasOwnOperators, ours.Drawn.AsSpan().SequenceEqual(theirs.Drawn));
    }

    public static TheoryData<int, int, bool, bool, bool> Norms
    {
        get
        {
            var cases = new TheoryData<int, int, bool, bool, bool>();
            foreach (var (channels, second) in new[] { (64, 0), (24, 12), (5, 0), (1, 0) })
            {
                foreach (var (mapped, silu, offset) in new[] { (false, true, true), (false, false, false), (true, true, false), (true, false, true) })
                    cases.Add(channels, second, mapped, silu, offset);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Norms))]
    public void A_norm_and_its_gradients_are_those_of_the_portable_path(int channels, int second, bool mapped, bool silu, bool offset)
    {
        using var scope = NewDisposeScope();
        var c = channels + second;
        Tensor[] Leaves() =>
        [
            (Image(1, 3, channels, 20, 18) * 3 + 5).requires_grad_(true),
            second > 0 ? Image(2, 3, second, 20, 18).requires_grad_(true) : null!,
            offset ? Normal(3, 3, c).requires_grad_(true) : null!,
            Normal(4, 3, c).requires_grad_(true),
            Normal(5, 3, c).requires_grad_(true),
            mapped ? Image(6, 3, 2 * c, 20, 18).requires_grad_(true) : null!,
        ];
        Tensor Run(Tensor[] l) => LayerKernels.For(l[0]).Norm(l[0], new NormArguments(Normalisation.Groups(c)) { Second = l[1], Offset = l[2], Scale = l[3], Shift = l[4], Map = l[5], Silu = silu });

        AgreeWithPortable(Leaves, Run, 3, 1e-5);
    }

    /// <summary>Far out SiLU is 0 or u. What the fused one gives there keeps clear of subnormal numbers, which cost some processors a hundred cycles each.</summary>
    [Fact]
    public void SiLU_is_right_far_out_and_makes_no_subnormal_numbers()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        float[] u = [-3e4f, -100, -88, -87, -61, -60, -59, -40, -20, -1, 0, 1, 20, 60, 88, 3e4f];
        var x = Image(1, 1, u.Length, 4, 4);
        var kernels = LayerKernels.For(x);
        var y = TensorData.ToFloats(kernels.Norm(x, new NormArguments(1) { Scale = zeros(u.Length), Shift = tensor(u), Silu = true }).mean([0, 2, 3]));

        for (var i = 0; i < u.Length; i++)
        {
            var right = u[i] / (1 + Math.Exp(-(double)u[i]));
            Assert.True(Math.Abs(y[i] - right) <= (1e-6 * Math.Abs(right)) + 1e-21, $"SiLU({u[i]}) is {y[i]}; {right} is right.");
            if (kernels is not PortableKernels && u[i] != 0)
                Assert.True(Math.Abs(y[i] / u[i]) > 1e-30, $"SiLU({u[i]}) is {y[i]}");
        }
    }

    [Theory]
    [InlineData(FirKind.Up)]
    [InlineData(FirKind.Down)]
    [InlineData(FirKind.Blur)]
    public void A_filter_and_its_gradients_are_those_of_the_portable_path(object kind)
    {
        using var scope = NewDisposeScope();
        using var layer = new FirResampling(7, (FirKind)kind);
        AgreeWithPortable(() => [Image(1, 2, 7, 12, 10).requires_grad_(true)], l => layer.Forward(l[0]), 2, 1e-5);
    }

    [Fact]
    public void An_image_of_odd_sides_is_halved_all_the_same()
    {
        using var scope = NewDisposeScope();
        using var layer = new FirResampling(3, FirKind.Down);
        AgreeWithPortable(() => [Image(1, 2, 3, 11, 9).requires_grad_(true)], l => layer.Forward(l[0]), 2, 1e-5);
    }

    [Fact]
    public void A_sum_and_a_join_and_their_gradients_are_those_of_the_portable_path()
    {
        using var scope = NewDisposeScope();
        Tensor[] Two() => [Image(1, 2, 6, 8, 9).requires_grad_(true), Image(2, 2, 6, 8, 9).requires_grad_(true)];
        AgreeWithPortable(Two, l => LayerKernels.For(l[0]).AddScaled(l[0], l[1], 0.7), 2, 1e-6);
        AgreeWithPortable(Two, l => LayerKernels.For(l[0]).Join(l[0], l[1]), 2, 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sum_with_noise_and_its_gradients_are_those_of_the_portable_path(bool two)
    {
        using var scope = NewDisposeScope();
        AgreeWithPortable(
            () => [Image(1, 3, 18, 20, 17).requires_grad_(true), two ? Image(2, 3, 18, 20, 17).requires_grad_(true) : null!, Normal(3, 3, 2, 20, 17).requires_grad_(true), Normal(4, 18, 1, 1).requires_grad_(true)],
            l => LayerKernels.For(l[0]).AddNoise(l[0], l[1], two ? 0.7 : 1, l[2].narrow(1, 1, 1), l[3]), 3, 1e-5);
    }

    [Theory]
    [InlineData(true, 1.3)]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    public void A_leaky_ReLU_and_its_gradients_are_those_of_the_portable_path(bool biased, double gain)
    {
        using var scope = NewDisposeScope();
        AgreeWithPortable(
            () => [Image(1, 3, 18, 20, 17).requires_grad_(true), biased ? Normal(2, 3, 18).requires_grad_(true) : null!],
            l => LayerKernels.For(l[0]).Leaky(l[0], l[1], gain), 3, 1e-5);
    }

    [Fact]
    public void The_second_derivative_of_leaky_ReLUs_is_that_of_the_portable_path()
    {
        using var scope = NewDisposeScope();
        var (w, v) = (Image(1, 8, 3, 3, 3).requires_grad_(true), Image(2, 5, 8, 3, 3).requires_grad_(true));
        Tensor[] Second()
        {
            var (x, bias) = (Image(3, 2, 3, 12, 11).requires_grad_(true), Normal(4, 2, 8).requires_grad_(true));
            var h = LayerKernels.For(x).Leaky(nn.functional.conv2d(x, w), bias, 1.3);
            var y = LayerKernels.For(x).Leaky(nn.functional.conv2d(h, v), null, 1) * Normal(5, 2, 5, 8, 7);
            var slopes = autograd.grad([y.sum()], [x, bias], retain_graph: true, create_graph: true);
            return [.. autograd.grad([slopes[0].square().sum() + slopes[1].square().sum()], [w, v])];
        }

        var fused = Second();
        using var portable = LayerKernels.UsePortable();
        foreach (var (expected, actual) in Second().Zip(fused))
        {
            Assert.True(TensorData.ToFloats(expected).Max(Math.Abs) > 0.1f);
            Agree(expected, actual, 1e-5);
        }
    }

    [Theory]
    [InlineData(32, 64, 16, 16)]
    [InlineData(64, 32, 19, 14)]
    [InlineData(96, 32, 13, 41)]
    [InlineData(32, 64, 8, 9)]     // too few tiles but for the gradient by the weights
    [InlineData(256, 224, 14, 19)] // more weights than are read for each part
    [InlineData(256, 224, 47, 50)] // and tiles in two blocks, one of which ends within an image
    [InlineData(32, 32, 124, 124)] // several groups of parts for the gradient by the weights, the last ones smaller
    [InlineData(64, 128, 33, 30)]  // as many pairs of channels as go in parts
    [InlineData(96, 96, 33, 30)]   // and more
    public void A_convolution_and_its_gradients_are_those_of_the_portable_path(int inputs, int outputs, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var layer = new ConvolutionLayer(new ParameterInit(3), inputs, outputs);
        using (no_grad())
            layer.Bias!.copy_(Normal(5, outputs));
        AgreeWithPortable(() => [Image(1, 2, inputs, height, width).requires_grad_(true)], l => layer.Forward(l[0]), 2, 3e-5, layer.Weight, layer.Bias!);
        layer.eval();
        AgreeWithPortable(() => [Image(1, 2, inputs, height, width).requires_grad_(true)], l => layer.Forward(l[0]), 2, 3e-5, layer.Weight);
    }

    [Fact]
    public void The_second_derivative_of_a_convolution_is_that_of_the_portable_path()
    {
        using var scope = NewDisposeScope();
        using var layer = new ConvolutionLayer(new ParameterInit(3), 32, 32);
        Tensor Second()
        {
            var x = Image(1, 2, 32, 16, 16).requires_grad_(true);
            var slope = autograd.grad([layer.Forward(x).square().sum()], [x], retain_graph: true, create_graph: true)[0];
            return autograd.grad([slope.square().sum()], [layer.Weight])[0];
        }

        var fused = Second();
        using var portable = LayerKernels.UsePortable();
        Agree(Second(), fused, 1e-4);
    }

    [Fact]
    public void A_convolution_does_not_depend_on_its_batch_the_number_of_threads_or_its_mode()
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        using var layer = new ConvolutionLayer(new ParameterInit(3), 64, 32);
        var x = Image(1, 3, 64, 22, 27);
        var trained = TensorData.ToFloats(layer.Forward(x));
        layer.eval();
        using var frozen = no_grad();
        try
        {
            foreach (var n in (int[])[1, 2, 3])
            {
                set_num_threads(n);
                Assert.Equal(trained, TensorData.ToFloats(layer.Forward(x)));
                Assert.Equal(trained.AsSpan(32 * 22 * 27, 32 * 22 * 27).ToArray(), TensorData.ToFloats(layer.Forward(x.narrow(0, 1, 1))));
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Theory]
    [InlineData(256, 224, 47, 50)] // two blocks of tiles
    [InlineData(64, 32, 70, 65)]   // groups of parts
    public void Nor_does_one_of_many_channels_or_the_gradient_by_its_weights(int inputs, int outputs, int height, int width)
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        using var layer = new ConvolutionLayer(new ParameterInit(3), inputs, outputs);
        var x = Image(1, 3, inputs, height, width);
        (float[] Value, float[] Slope)? first = null;
        try
        {
            foreach (var n in (int[])[1, 2, 3])
            {
                set_num_threads(n);
                var y = layer.Forward(x);
                var slope = autograd.grad([(y * Normal(9, y.shape)).sum()], [layer.Weight])[0];
                var now = (TensorData.ToFloats(y), TensorData.ToFloats(slope));
                Assert.Equal((first ??= now).Value, now.Item1);
                Assert.Equal(first.Value.Slope, now.Item2);
                using var frozen = no_grad();
                var size = outputs * height * width;
                Assert.Equal(now.Item1.AsSpan(size, size).ToArray(), TensorData.ToFloats(layer.Forward(x.narrow(0, 1, 1))));
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void The_second_derivative_of_a_norm_is_that_of_the_portable_path()
    {
        using var scope = NewDisposeScope();
        Tensor Second()
        {
            var x = Image(1, 2, 8, 6, 6).requires_grad_(true);
            var scale = Normal(2, 2, 8).requires_grad_(true);
            var y = LayerKernels.For(x).Norm(x, new NormArguments(2) { Scale = scale, Shift = Normal(3, 2, 8), Silu = true });
            var slope = autograd.grad([(y * Image(4, 2, 8, 6, 6)).sum()], [x], retain_graph: true, create_graph: true)[0];
            return autograd.grad([slope.square().sum()], [scale])[0];
        }

        var fused = Second();
        using var portable = LayerKernels.UsePortable();
        Agree(Second(), fused, 1e-4);
    }

    [Fact]
    public void Within_a_mixed_scope_results_are_bfloat16_and_near()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var x = Image(1, 2, 16, 12, 12);
        Tensor Run() => LayerKernels.For(x).Norm(x, new NormArguments(4) { Scale = Normal(2, 16), Shift = Normal(3, 16), Silu = true });
        var full = Run();
        using var precision = MixedPrecision.Use(Precision.MixedBFloat16);

        Agree(full, Run().to(float32), 1e-2);
        Assert.Equal(ScalarType.Float32, LayerKernels.For(x).Norm(x, new NormArguments(4) { Exact = true }).dtype);
        using var fir = new FirResampling(16, FirKind.Down);
        Agree(fir.Forward(full), fir.Forward(full.to(bfloat16)).to(float32), 2e-2);
        using var convolution = new ConvolutionLayer(new ParameterInit(3), 32, 32);
        var image = Image(4, 2, 32, 16, 16);
        var half = convolution.Forward(image);
        Assert.Equal(ScalarType.BFloat16, half.dtype);
        Agree(convolution.ForwardExact(image), half.to(float32), 1e-2);
    }

    [BFloat16Theory]
    [InlineData(32, 64, 16, 16)]
    [InlineData(256, 224, 14, 19)]
    [InlineData(32, 64, 8, 9)]
    public void Within_a_mixed_scope_a_convolution_and_its_gradients_are_near_those_in_full_precision(int inputs, int outputs, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var layer = new ConvolutionLayer(new ParameterInit(3), inputs, outputs);
        using (no_grad())
            layer.Bias!.copy_(Normal(5, outputs));
        Tensor[] Run(Precision precision)
        {
            using var mixed = MixedPrecision.Use(precision);
            var x = Image(1, 2, inputs, height, width).requires_grad_(true);
            var y = layer.Forward(x);
            Assert.Equal(precision == Precision.Full ? ScalarType.Float32 : ScalarType.BFloat16, y.dtype);
            return [y.to(float32), .. autograd.grad([(y * Normal(9, y.shape)).sum()], [x, layer.Weight, layer.Bias!])];
        }

        var half = Run(Precision.MixedBFloat16);
        using var portable = LayerKernels.UsePortable();
        foreach (var (expected, actual) in Run(Precision.Full).Zip(half))
        {
            Assert.Equal(ScalarType.Float32, actual.dtype);
            Agree(expected, actual, 2e-2);
        }
    }

    [Fact]
    public void An_image_does_not_depend_on_its_batch_or_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var threads = get_num_threads();
        using var fir = new FirResampling(12, FirKind.Down);
        var x = Image(1, 3, 12, 40, 40);
        Tensor Run(Tensor image) => fir.Forward(LayerKernels.For(image).Norm(image, new NormArguments(3) { Scale = Normal(2, 12), Shift = Normal(3, 12), Silu = true }));
        try
        {
            set_num_threads(1);
            var alone = TensorData.ToFloats(Run(x.narrow(0, 1, 1)));
            set_num_threads(3);
            Assert.Equal(alone, TensorData.ToFloats(Run(x).narrow(0, 1, 1)));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    internal static Tensor Normal(ulong stream, params long[] shape) => PyTorchTwinCase.Normal(stream, shape);

    internal static Tensor Image(ulong stream, params long[] shape) => TensorData.ChannelsLast(Normal(stream, shape));

    /// <summary>Values, gradients by every leaf, and values without gradients.</summary>
    internal static void AgreeWithPortable(Func<Tensor[]> leaves, Func<Tensor[], Tensor> run, int images, double tolerance, params Tensor[] weights)
    {
        List<Tensor> All()
        {
            var l = leaves();
            Tensor[] given = [.. l.Where(t => t is not null), .. weights];
            var y = run(l);
            Assert.Equal(images, y.shape[0]);
            Assert.True(TensorData.ToFloats(y).Max(Math.Abs) > 0.1f);
            var results = new List<Tensor> { y };
            results.AddRange(autograd.grad([(y * Normal(9, y.shape)).sum()], given));
            using var frozen = no_grad();
            results.Add(run(l));
            return results;
        }

        var ours = All();
        using var portable = LayerKernels.UsePortable();
        foreach (var (expected, actual) in All().Zip(ours))
            Agree(expected, actual, tolerance);
    }

    /// <summary>The largest difference over the largest value, or over one where all are smaller (the offset of a lone channel has no gradient).</summary>
    internal static void Agree(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var (a, b) = (TensorData.ToFloats(expected), TensorData.ToFloats(actual));
        var scale = Math.Max(a.Max(Math.Abs), 1);
        var worst = a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
        Assert.True(worst <= tolerance * scale, $"{worst} of {scale}, allowed {tolerance}");
    }
}
