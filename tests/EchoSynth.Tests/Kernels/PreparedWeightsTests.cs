using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Sampling;
using EchoSynth.Tensors;
using EchoSynth.Tests.Reference;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Kernels;

/// <summary>Weights that were laid out for sampling must never outlive a change of the weights.</summary>
public sealed class PreparedWeightsTests
{
    public static TheoryData<string> Networks => ["spade", "ncsnpp"];

    /// <summary>Wide and large enough for Winograd.</summary>
    public static TheoryData<string> WideNetworks => ["wide spade", "wide ncsnpp"];

    [Theory]
    [MemberData(nameof(Networks))]
    [MemberData(nameof(WideNetworks))]
    public void Both_paths_draw_the_same_image(string kind)
    {
        using var model = Awake(kind);
        using var sampler = new Sampler(model);
        var fused = Draw(sampler, model.ImageSize);
        using var scope = LayerKernels.UsePortable();
        var portable = Draw(sampler, model.ImageSize);
        Assert.True(fused.Zip(portable, (a, b) => Math.Abs(a - b)).Max() < 1e-4);
        Assert.True(fused.Max() - fused.Min() > 0.2);
    }

    [Theory]
    [MemberData(nameof(WideNetworks))]
    public void Both_paths_give_the_same_gradients(string kind)
    {
        using var scope = NewDisposeScope();
        using var model = Awake(kind);
        var (network, size) = (model.Denoiser, model.ImageSize);
        network.Module.train();
        Dictionary<string, float[]> Gradients()
        {
            network.Module.zero_grad();
            var mask = PyTorchTwinCase.Normal(3, 2, 4, size, size).gt(0).to(float32);
            var y = network.Predict(PyTorchTwinCase.Normal(1, 2, 1, size, size), network.Encode(mask), tensor(new long[] { 0, 3 }), PyTorchTwinCase.Normal(2, 2, network.LatentLength(size, size)));
            (y * PyTorchTwinCase.Normal(4, y.shape)).sum().backward();
            return network.Module.named_parameters().ToDictionary(p => p.name, p => TensorData.ToFloats(p.parameter.grad!));
        }

        var fused = Gradients();
        using var portable = LayerKernels.UsePortable();
        foreach (var (name, expected) in Gradients()) // that of an attention's keys' bias is 0: the softmax does not see it
        {
            var (worst, scale) = (expected.Zip(fused[name], (a, b) => Math.Abs(a - b)).Max(), expected.Max(Math.Abs));
            Assert.True(worst <= 1e-3 * Math.Max(scale, 1e-2), $"{name}: {worst} of {scale}");
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Changed_weights_are_seen_at_the_next_image(string kind)
    {
        using var model = Awake(kind);
        using var other = Awake(kind, 500);
        using var sampler = new Sampler(model);
        var before = Draw(sampler);
        using (no_grad())
        {
            foreach (var (name, weights) in other.Denoiser.Module.state_dict())
                model.Denoiser.Module.state_dict()[name].copy_(weights);
        }
        var after = Draw(sampler);
        using var fresh = new Sampler(other);

        Assert.NotEqual(before, after);
        Assert.Equal(Draw(fresh), after);
    }

    [Theory]
    [InlineData(32, 16, false)] // by Winograd
    [InlineData(32, 16, true)]
    [InlineData(8, 16, false)]  // by weights laid out once
    [InlineData(8, 16, true)]
    public void A_layers_changed_weights_are_seen_at_the_next_call(int channels, int side, bool inference)
    {
        using var scope = NewDisposeScope();
        using var mode = inference ? inference_mode() : no_grad();
        using var layer = new ConvolutionLayer(new ParameterInit(3), channels, channels);
        using var other = new ConvolutionLayer(new ParameterInit(4), channels, channels);
        layer.eval();
        other.eval();
        var x = TensorData.ChannelsLast(PyTorchTwinCase.Normal(1, 1, channels, side, side));
        var before = TensorData.ToFloats(layer.Forward(x));
        Assert.Equal(before, TensorData.ToFloats(layer.Forward(x)));
        layer.Weight.copy_(other.Weight);
        var after = TensorData.ToFloats(layer.Forward(x));
        Assert.NotEqual(before, after);
        Assert.Equal(TensorData.ToFloats(other.Forward(x)), after);
        using (no_grad())
            layer.Bias!.fill_(2);
        Assert.Equal(after.Max() + 2, TensorData.ToFloats(layer.Forward(x)).Max(), 1e-4);
    }

    [Theory]
    [InlineData(32)] // by Winograd
    [InlineData(8)]  // by weights laid out once
    public void What_was_made_of_earlier_weights_is_freed_at_once(int channels)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var layer = new ConvolutionLayer(new ParameterInit(3), channels, channels);
        layer.eval();
        var x = TensorData.ChannelsLast(PyTorchTwinCase.Normal(1, 1, channels, 16, 16));
        var counts = Enumerable.Range(0, 5).Select(_ =>
        {
            using var inner = NewDisposeScope();
            layer.Weight.mul_(0.9);
            layer.Forward(x);
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }).ToArray();
        Assert.All(counts, count => Assert.Equal(counts[0], count));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(8)]
    public void Threads_that_draw_while_weights_are_replaced_keep_theirs_until_they_are_done(int channels)
    {
        using var layer = new ConvolutionLayer(new ParameterInit(3), channels, channels);
        layer.eval();
        using var x = TensorData.ChannelsLast(PyTorchTwinCase.Normal(1, 1, channels, 16, 16));
        float[] Draw()
        {
            using var scope = NewDisposeScope();
            using var mode = no_grad();
            return TensorData.ToFloats(layer.Forward(x));
        }

        var expected = Draw();
        var done = false;
        var writer = new Thread(() =>
        {
            using var mode = no_grad();
            while (!Volatile.Read(ref done))
            {
                using var scope = NewDisposeScope();
                layer.Weight.mul_(1); // counts as a change and is none
            }
        });
        writer.Start();
        try
        {
            Parallel.For(0, 3, _ =>
            {
                for (var i = 0; i < 300; i++)
                    Assert.Equal(expected, Draw());
            });
        }
        finally
        {
            Volatile.Write(ref done, true);
            writer.Join();
        }
    }

    [Fact]
    public void A_training_in_between_is_seen_at_the_next_image()
    {
        using var model = Awake("spade");
        using var patch = Tiny.Patch();
        using var sampler = new Sampler(model);
        using var trainer = new Trainer(model, patch, Tiny.Training(3));
        var before = Draw(sampler);
        trainer.Train(Tiny.Data());
        var after = Draw(sampler);
        float[] average;
        using (trainer.UseAveragedWeights())
            average = Draw(sampler);

        Assert.NotEqual(before, after);
        Assert.NotEqual(after, average);
        Assert.Equal(after, Draw(sampler));
        var folder = Tiny.TemporaryFolder();
        model.Save(folder);
        using var loaded = EchoModel.Load(folder);
        using var fresh = new Sampler(loaded);
        Assert.Equal(Draw(fresh), after);
        Directory.Delete(folder, true);
    }

    [Fact]
    public void Threads_that_sample_at_different_sizes_do_not_disturb_one_another()
    {
        using var net = new NcsnPlusPlusDenoiser(Tiny.NcsnOptions);
        PyTorchTwinCase.Wake(net);
        net.eval();
        float[] At(int size)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var x = PyTorchTwinCase.Normal(1, 1, 1, size, size);
            return TensorData.ToFloats(net.Predict(x, net.Encode(zeros(1, 4, size, size)), zeros(1, int64), PyTorchTwinCase.Normal(2, 1, 4)));
        }

        int[] sizes = [8, 10, 12, 14, 16, 18, 20]; // more than a layer keeps
        var expected = sizes.ToDictionary(s => s, At);
        Parallel.For(0, 70, i => Assert.Equal(expected[sizes[i % sizes.Length]], At(sizes[i % sizes.Length])));
    }

    [BFloat16Theory]
    [MemberData(nameof(Networks))]
    [MemberData(nameof(WideNetworks))]
    public void Bfloat16_images_are_near_those_in_full_precision(string kind)
    {
        using var model = Awake(kind);
        float[] In(Precision precision)
        {
            using var sampler = new Sampler(model, new SamplerOptions { Precision = precision });
            return Draw(sampler, model.ImageSize);
        }

        var (full, half) = (In(Precision.Full), In(Precision.MixedBFloat16));
        var mse = full.Zip(half, (a, b) => (a - b) * (double)(a - b)).Average();
        Assert.NotEqual(full, half);
        Assert.True(10 * Math.Log10(1 / mse) >= 45, $"{10 * Math.Log10(1 / mse):0.0} dB");
        Assert.Equal(half, In(Precision.MixedBFloat16));
    }

    private static float[] Draw(Sampler sampler, int size = Tiny.Size) => sampler.Generate(Tiny.Mask(0, size), 7).Pixels.ToArray();

    private static EchoModel Awake(string kind, ulong first = 100)
    {
        var model = kind switch
        {
            "spade" => new EchoModel(new SpadeUNetDenoiser(Tiny.SpadeOptions), Tiny.Size),
            "ncsnpp" => new EchoModel(new NcsnPlusPlusDenoiser(Tiny.NcsnOptions), Tiny.Size),
            "wide spade" => new EchoModel(new SpadeUNetDenoiser(Tiny.SpadeOptions with { Width = 32 }), 32),
            _ => new EchoModel(new NcsnPlusPlusDenoiser(Tiny.NcsnOptions with { ImageSize = 32, Width = 32, AttentionResolutions = [16] }), 32),
        };
        PyTorchTwinCase.Wake(model.Denoiser.Module, first);
        return model;
    }
}
