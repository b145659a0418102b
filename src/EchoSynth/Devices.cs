using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth;

/// <summary>Devices by name, with an error that says what there is.</summary>
public static class Devices
{
    /// <summary>Parses "cpu", "cuda", "cuda:1", or "auto" (the first CUDA device if there is one, else the CPU).</summary>
    /// <exception cref="ArgumentException">The name is unknown or there is no such device here.</exception>
    public static Device Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = name.Trim().ToLowerInvariant();
        if (text == "auto")
            return cuda.is_available() ? new Device(DeviceType.CUDA, 0) : CPU;
        if (text == "cpu")
            return CPU;
        var index = CudaIndex(text) ?? throw new ArgumentException($"Unknown device '{name}'; use auto, cpu, cuda or cuda:N.", nameof(name));
        var device = new Device(DeviceType.CUDA, index);
        Check(device);
        return device;
    }

    /// <summary>Whether <see cref="Parse"/> knows the name; such a device need not be here.</summary>
    internal static bool IsName(string name) => name.Trim().ToLowerInvariant() is var text && (text is "auto" or "cpu" || CudaIndex(text) is not null);

    /// <summary>Makes sure that a device is there.</summary>
    /// <exception cref="ArgumentException">It is not; the message says what is.</exception>
    public static void Check(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.type == DeviceType.CPU)
            return;
        if (device.type != DeviceType.CUDA)
            throw new ArgumentException($"Device {device} is not supported; use cpu or cuda.", nameof(device));
        var count = cuda.is_available() ? cuda.device_count() : 0;
        if (Math.Max(device.index, 0) >= count)
            throw new ArgumentException($"There is no device {device} here: {(count == 0 ? "libtorch found no CUDA device" : $"CUDA devices are cuda:0 to cuda:{count - 1}")}. Use cpu, or auto for whatever there is.", nameof(device));
    }

    /// <summary>
    /// Whether a device computes with bfloat16 in hardware: on CPUs AVX512-BF16, AMX-BF16 or Arm's bf16 (on Arm known under Linux only); on CUDA always true, though GPUs before
    /// Ampere emulate it and gain nothing.
    /// </summary>
    public static bool HasBFloat16(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.type == DeviceType.CUDA || (device.type == DeviceType.CPU && CpuBFloat16.Value);
    }

    private static int? CudaIndex(string text) =>
        text == "cuda" ? 0 : text.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(text[5..], out var index) && index >= 0 ? index : null;

    private static readonly Lazy<bool> CpuBFloat16 = new(() =>
    {
        if (X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7)
        {
            const int avx512Bf16 = 1 << 5, amxBf16 = 1 << 22;
            return (X86Base.CpuId(7, 1).Eax & avx512Bf16) != 0 || (X86Base.CpuId(7, 0).Edx & amxBf16) != 0;
        }
        const string features = "/proc/cpuinfo";
        return ArmBase.IsSupported && File.Exists(features) && File.ReadLines(features).Any(line => line.StartsWith("Features", StringComparison.Ordinal) && line.Split(' ').Contains("bf16"));
    });
}
