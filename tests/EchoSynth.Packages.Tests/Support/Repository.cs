using System.Reflection;

namespace EchoSynth.Packages.Tests.Support;

/// <summary>What the build said about itself.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>System or TorchSharp.</summary>
    public static string Binding { get; } = Metadata("TorchBinding");

    public static bool IsSystem => Binding == "System";

    /// <summary>The id of the package that holds EchoSynth.dll.</summary>
    public static string MainPackage => IsSystem ? "EchoSynth.System" : "EchoSynth";

    /// <summary>The projects of src whose packages this binding has.</summary>
    public static IEnumerable<string> Projects => IsSystem ? ["EchoSynth", "EchoSynth.Imaging", "EchoSynth.PhantomModel", "EchoSynth.LibTorch"] : ["EchoSynth", "EchoSynth.Imaging", "EchoSynth.PhantomModel"];

    public static string Folder(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
