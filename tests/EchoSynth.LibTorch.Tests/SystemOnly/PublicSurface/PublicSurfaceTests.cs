using System.Reflection;
using Xunit;

namespace EchoSynth.LibTorch.Tests.SystemOnly.PublicSurface;

/// <summary>
/// Holds the assembly's public surface against api-used.txt, which is the part of TorchSharp 0.107.0's surface that it offers.
/// After a change, the present surface lies beside the tests as api-actual.txt: if every line of it stands in the full list too
/// (check-api.sh FULL-LIST tells), copy it over api-used.txt.
/// </summary>
public sealed class PublicSurfaceTests
{
    private static readonly Assembly Binding = typeof(TorchSharp.torch).Assembly;

    /// <summary>What is public outside TorchSharp's namespaces: the start of the runtime.</summary>
    private static readonly string[] Own = ["EchoSynth.LibTorch.LibTorchNotFoundException", "EchoSynth.LibTorch.LibTorchRuntime"];

    [Fact]
    public void SurfaceIsTheListedOne()
    {
        var actual = SurfaceDumper.Dump(SurfaceDumper.VisibleTypes(Binding).Where(IsTorchSharp));
        File.WriteAllLines(Path.Combine(AppContext.BaseDirectory, "api-actual.txt"), actual);
        var listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "api-used.txt"));

        Assert.True(actual.SetEquals(listed), Difference(listed, actual));
    }

    [Fact]
    public void OnlyTheRuntimeIsPublicOutsideTorchSharp()
        => Assert.Equal(Own, SurfaceDumper.VisibleTypes(Binding).Where(t => !IsTorchSharp(t)).Select(t => t.FullName).Order(StringComparer.Ordinal));

    private static bool IsTorchSharp(Type type)
        => type.Namespace is { } name && (name == "TorchSharp" || name.StartsWith("TorchSharp.", StringComparison.Ordinal));

    private static string Difference(string[] listed, IReadOnlySet<string> actual)
        => string.Join('\n', actual.Except(listed).Select(line => "public but not listed: " + line)
            .Concat(listed.Except(actual).Select(line => "listed but not public: " + line)));
}
