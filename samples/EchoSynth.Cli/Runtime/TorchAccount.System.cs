using EchoSynth.LibTorch;

namespace EchoSynth.Cli.Runtime;

/// <summary>What can be told of the machine's libtorch, reached by EchoSynth.LibTorch.</summary>
internal static class TorchAccount
{
    public const string Binding = "System: EchoSynth.LibTorch over the machine's libtorch";

    public const string Hint = "Install libtorch (Debian, Ubuntu: apt-get install libtorch-dev) or let ECHOSYNTH_LIBTORCH name the folder of one (the one with include/ and lib/), then build again.";

    /// <summary>Loads libtorch and tells about it, name and value.</summary>
    public static IEnumerable<(string Name, string Value)> Tell()
    {
        LibTorchRuntime.Load();
        yield return ("libtorch", $"{LibTorchRuntime.Version}, {LibTorchRuntime.LibTorchPath}");
        yield return ("native bridge", LibTorchRuntime.BridgePath);
        yield return ("allocator", LibTorchRuntime.AllocatorSetting);
        yield return ("own operators", $"compiled for {LibTorchRuntime.InstructionSet}{(string.Equals(Environment.GetEnvironmentVariable("ECHOSYNTH_KERNELS"), "portable", StringComparison.OrdinalIgnoreCase) ? ", not used (ECHOSYNTH_KERNELS=portable)" : "")}");
    }
}
