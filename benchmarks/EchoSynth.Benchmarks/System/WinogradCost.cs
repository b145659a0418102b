using System.Diagnostics;
using System.Globalization;
using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Speed;
using EchoSynth.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Benchmarks;

internal static partial class WinogradCost
{
    /// <summary>A turn is as many calls as fit into this, at least five.</summary>
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(50);

    /// <summary>With fewer, forward and by the input a training takes the direct sum as well.</summary>
    private const int FewestPixels = 12 * 16;

    // Channels in, channels out, side. When sampling, those of at most 48 Ki pairs of channels go by Winograd.
    private static readonly (int Inputs, int Outputs, int Side)[]
        s_sampling = [(64, 64, 128), (128, 64, 128), (64, 64, 64), (128, 64, 64), (192, 128, 32), (128, 128, 16), (64, 64, 256)],
        s_training = [(32, 32, 32), (32, 32, 64), (64, 64, 64), (128, 64, 64), (128, 128, 32), (256, 256, 16), (512, 512, 16), (512, 512, 8), (256, 512, 32)];

    static partial void Measure(int rounds, ref bool measured)
    {
        measured = true;
        if (LayerKernels.Name != "fused")
            throw new UsageException("winograd: ECHOSYNTH_KERNELS=portable leaves Winograd's convolution out.");
        Console.WriteLine($"{get_num_threads()} threads of {Environment.ProcessorCount} cores, {rounds} rounds, {Load()}; ms: medians of the rounds' medians; direct / Winograd: median (lowest – highest) of the rounds");
        Console.WriteLine("| | channels, size | direct, ms | Winograd, ms | direct / Winograd |");
        Console.WriteLine("|---|---|---|---|---|");
        using var helpers = HelperThreads.Use(); // as within a call of the library
        foreach (var shape in s_sampling)
            Sampling(shape, rounds);
        foreach (var shape in s_training)
            Training(shape, rounds);
        Console.WriteLine(Load());
    }

    private static void Sampling((int Inputs, int Outputs, int Side) shape, int rounds)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (layer, x) = Make(shape, images: 1);
        using var _ = layer;
        layer.eval();
        using var direct = new PreparedConvolutions();
        using var winograd = new WinogradWeights();
        Compare("sampling", shape, rounds,
            () => direct.Convolve(x, layer, ScalarType.Float32) ?? throw new NotSupportedException("This libtorch has no prepared convolutions."),
            () => winograd.Convolve(x, layer));
    }

    private static void Training((int Inputs, int Outputs, int Side) shape, int rounds)
    {
        using var scope = NewDisposeScope();
        var (layer, x) = Make(shape, images: 4);
        using var _ = layer;
        layer.train();
        Tensor Direct() => nn.functional.conv2d(x, layer.Weight, layer.Bias, [1, 1], [1, 1]);
        Tensor Winograd() => layer.Forward(x);
        if (shape.Side * shape.Side >= FewestPixels)
        {
            using var frozen = no_grad();
            Compare("forward", shape, rounds, Direct, Winograd);
        }
        // One pass each, whose gradient is taken again and again: the backward pass by itself.
        var (direct, winograd) = (Direct(), Winograd());
        var slope = TensorData.ChannelsLast(randn(direct.shape));
        Tensor ByWeights(Tensor y) => autograd.grad([y], [layer.Weight], [slope], retain_graph: true)[0];
        Compare("by the weights", shape, rounds, () => ByWeights(direct), () => ByWeights(winograd));
    }

    /// <summary>A layer, and images [N, in, side, side].</summary>
    private static (ConvolutionLayer Layer, Tensor Images) Make((int Inputs, int Outputs, int Side) shape, long images) =>
        (new ConvolutionLayer(new ParameterInit(1), shape.Inputs, shape.Outputs), TensorData.ChannelsLast(randn(images, shape.Inputs, shape.Side, shape.Side)));

    private static void Compare(string what, (int Inputs, int Outputs, int Side) shape, int rounds, Func<Tensor> direct, Func<Tensor> winograd)
    {
        var (directly, byWinograd, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < rounds; round++) // the first is not counted
        {
            // Each goes first in every other round.
            var (a, b) = round % 2 == 0 ? (Turn(direct), Turn(winograd)) : Swap(Turn(winograd), Turn(direct));
            if (round < 0)
                continue;
            directly.Add(a);
            byWinograd.Add(b);
            ratios.Add(a / b);
        }
        var ratio = Timing.Of(ratios);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {what} | {shape.Inputs} → {shape.Outputs}, {shape.Side}² | {1e3 * Timing.Of(directly).Median:0.000} | {1e3 * Timing.Of(byWinograd).Median:0.000} | {ratio.Median:0.00} ({ratio.Low:0.00} – {ratio.High:0.00}) |"));
    }

    private static string Load() => File.Exists("/proc/loadavg") ? $"load {string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3))}" : "load unknown";

    private static (double, double) Swap(double second, double first) => (first, second);

    /// <summary>The median of some calls, one after another.</summary>
    private static double Turn(Func<Tensor> convolve)
    {
        var times = new List<double>();
        var begin = Stopwatch.GetTimestamp();
        do
        {
            using var scope = NewDisposeScope();
            var start = Stopwatch.GetTimestamp();
            convolve();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (times.Count < 5 || Stopwatch.GetElapsedTime(begin) < s_turn);
        return Timing.Of(times).Median;
    }
}
