using EchoSynth.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Speed;

/// <summary>What a machine can do at best, measured with libtorch's own operators on large operands: the roof that a network's speed is compared with.</summary>
/// <remarks>
/// Convolutions are 3 × 3, of 64, 128 and 256 channels, operands in channels_last; products are of square matrices; a copy counts the bytes it reads and those it writes. Each is the fastest call of
/// several, with the threads that libtorch is set to. Where a processor has no bfloat16 arithmetic, nothing is measured in it. On CUDA, float32 operators that may compute in TensorFloat-32
/// (torch.backends.cudnn.allow_tf32 for convolutions, torch.backends.cuda.matmul.allow_tf32 for products, unless NVIDIA_TF32_OVERRIDE is 0) are named "fp32 (TF32)"; GPUs before Ampere have none.
/// </remarks>
public sealed class MachinePeak
{
    private const string Conv = "convolution", Product = "matrix product", CopyName = "copy", Full = "fp32", Half = "bf16";
    private readonly PeakFigure[] _figures;

    private MachinePeak(PeakFigure[] figures) => _figures = figures;

    /// <summary>One figure for each operator, size and precision that was measured.</summary>
    public IReadOnlyList<PeakFigure> Figures => _figures;

    /// <summary>Bytes per second of a copy, read and written.</summary>
    public double Copy => Best(CopyName, Full)!.Value;

    /// <summary>Floating-point operations per second of the best convolution; null for bfloat16 where the device has none.</summary>
    public double? Convolution(Precision precision = Precision.Full) => Best(Conv, Name(precision));

    /// <summary>Floating-point operations per second of the best matrix product; null for bfloat16 where the device has none.</summary>
    public double? MatrixProduct(Precision precision = Precision.Full) => Best(Product, Name(precision));

    /// <summary>The roofline: no more operations per second than the best convolution does, and no more than the bytes they need can be copied for.</summary>
    /// <param name="flop">Floating-point operations of the work.</param>
    /// <param name="bytes">Bytes that it moves at least.</param>
    /// <param name="precision">What it computes in.</param>
    /// <returns>Operations per second; null for bfloat16 where the device has none.</returns>
    public double? Bound(double flop, double bytes, Precision precision = Precision.Full) =>
        Convolution(precision) is { } peak ? Math.Min(peak, flop / Math.Max(bytes, 1) * Copy) : null;

    /// <summary>Runs large convolutions, products and copies, and keeps the best rate of each.</summary>
    /// <param name="device">The device.</param>
    /// <param name="budget">How long, about; 10 s when null.</param>
    /// <param name="progress">Told each operator as it begins, its number from 0, and how many there are.</param>
    /// <param name="cancellationToken">Stops between calls.</param>
    /// <exception cref="ArgumentException">There is no such device here.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static MachinePeak Measure(Device device, TimeSpan? budget = null, IProgress<(string Name, int Number, int Count)>? progress = null, CancellationToken cancellationToken = default)
    {
        Devices.Check(device);
        var work = List(device).ToArray();
        var share = (budget ?? TimeSpan.FromSeconds(10)) / work.Length;
        var figures = new PeakFigure[work.Length];
        using var frozen = no_grad();
        for (var i = 0; i < work.Length; i++)
        {
            progress?.Report((work[i].Name, i, work.Length));
            using var scope = NewDisposeScope();
            var call = work[i].Prepare();
            figures[i] = new PeakFigure(work[i].Name, work[i].Amount, Timing.Measure(() =>
            {
                using var inner = NewDisposeScope();
                call();
                Synchronise(device);
            }, share, cancellationToken: cancellationToken));
        }
        return new MachinePeak(figures);
    }

    /// <summary>Waits until a GPU has done what it was told.</summary>
    internal static void Synchronise(Device device)
    {
        if (device.type == DeviceType.CUDA)
            cuda.synchronize(device);
    }

    private static IEnumerable<(string Name, double Amount, Func<Action> Prepare)> List(Device device)
    {
        var gpu = device.type == DeviceType.CUDA;
        foreach (var (name, type) in Types(device))
        {
            long images = gpu ? 64 : 4;
            foreach (long channels in new[] { 64, 128, 256 })
            {
                var side = 8192 / channels; // the same arithmetic for all
                yield return ($"{Conv} 3×3, {channels} channels, {Label(name, gpu && backends.cudnn.allow_tf32)}", 2.0 * 9 * channels * channels * side * side * images, () =>
                {
                    var x = TensorData.ChannelsLast(ones([images, channels, side, side], type, device));
                    var w = TensorData.ChannelsLast(ones([channels, channels, 3, 3], type, device));
                    long[] one = [1, 1];
                    return () => nn.functional.conv2d(x, w, null, one, one);
                });
            }
            foreach (long side in gpu ? new long[] { 4096, 8192 } : [1024, 2048])
            {
                yield return ($"{Product} {side} × {side}, {Label(name, gpu && backends.cuda.matmul.allow_tf32)}", 2.0 * side * side * side, () =>
                {
                    Tensor a = ones([side, side], type, device), b = ones([side, side], type, device);
                    return () => a.mm(b);
                });
            }
        }
        const long numbers = 1L << 26;
        yield return ($"{CopyName} of 256 MiB, {Full}", 2.0 * 4 * numbers, () =>
        {
            Tensor from = ones([numbers], float32, device), to = zeros([numbers], float32, device);
            return () => to.copy_(from);
        });
    }

    private static IEnumerable<(string Name, ScalarType Type)> Types(Device device)
    {
        yield return (Full, ScalarType.Float32);
        if (Devices.HasBFloat16(device))
            yield return (Half, ScalarType.BFloat16);
    }

    private static string Label(string type, bool tf32) => type == Full && tf32 && Environment.GetEnvironmentVariable("NVIDIA_TF32_OVERRIDE") != "0" ? $"{Full} (TF32)" : type;

    private static string Name(Precision precision) => precision == Precision.Full ? Full : Half;

    private double? Best(string kind, string type) =>
        _figures.Where(f => f.Name.StartsWith(kind, StringComparison.Ordinal) && f.Name.Contains($", {type}", StringComparison.Ordinal)).Select(f => (double?)f.Best).Max();
}
