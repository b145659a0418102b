using System.Diagnostics;
using static TorchSharp.torch;

namespace EchoSynth.Cli.Runtime;

/// <summary>What can be told of the libtorch that the TorchSharp packages bring.</summary>
internal static class TorchAccount
{
    public const string Binding = "TorchSharp: the NuGet package";

    public const string Hint = "The native part of TorchSharp needs a C++ runtime with GLIBCXX_3.4.32 (GCC 13: Debian 13, Ubuntu 24.04; on Debian 12 build with -p:TorchBinding=System), and the application one of the packages TorchSharp-cpu, TorchSharp-cuda-linux or TorchSharp-cuda-windows (-p:TorchRuntime=cpu or cuda).";

    /// <summary>Loads libtorch and tells about it, name and value.</summary>
    public static IEnumerable<(string Name, string Value)> Tell()
    {
        InitializeDeviceType(TorchSharp.DeviceType.CPU);
        yield return ("TorchSharp", typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString() ?? "?");
        yield return ("libtorch", __version__);
        using var process = Process.GetCurrentProcess();
        foreach (var module in process.Modules.Cast<ProcessModule>().Where(m => m.ModuleName.Contains("TorchSharp", StringComparison.Ordinal) && m.ModuleName.StartsWith("lib", StringComparison.Ordinal)))
            yield return ("native bridge", module.FileName);
    }
}
