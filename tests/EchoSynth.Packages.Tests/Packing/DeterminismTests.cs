using System.IO.Compression;
using System.Security.Cryptography;
using EchoSynth.Packages.Tests.Support;

namespace EchoSynth.Packages.Tests.Packing;

/// <summary>The same sources give the same packages, wherever they lie.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void TwoCopiesOfTheSourcesGiveTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var one = PackCopy(folder.File("one"));
        var two = PackCopy(folder.File("a second", "folder"));

        Assert.Equal(["EchoSynth.LibTorch.dll", "EchoSynth.LibTorch.pdb", "EchoSynth.LibTorch.xml"], one.Keys.Where(k => k.StartsWith("EchoSynth", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(one, two);
    }

    /// <summary>Packs EchoSynth.LibTorch, the quickest to compile, from an archive without git; the hash of each file in its packages, and of the packages.</summary>
    private static SortedDictionary<string, string> PackCopy(string copy)
    {
        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "nuget.config", "global.json", ".editorconfig" })
            Copy(Repository.Folder(file), Path.Combine(copy, file));
        foreach (var project in new[] { "EchoSynth.LibTorch", "Packaging" })
        {
            var source = Repository.Folder("src", project);
            foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(source, f)).Where(f => !f.StartsWith("bin", StringComparison.Ordinal) && !f.StartsWith("obj", StringComparison.Ordinal)))
                Copy(Path.Combine(source, file), Path.Combine(copy, "src", project, file));
        }

        var environment = new Dictionary<string, string?> { ["SOURCE_DATE_EPOCH"] = "1767225600" };
        Tool.Run("dotnet", copy, environment, "pack", "src/EchoSynth.LibTorch", "-c", "Release", "-v", "quiet", "-clp:NoSummary", "-o", "out",
            "-p:ContinuousIntegrationBuild=true", "-p:EchoSynthNative=false", "-p:RunAnalyzers=false", "-p:TorchBinding=System").Expect(0);

        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var package in Directory.GetFiles(Path.Combine(copy, "out")))
        {
            hashes[Path.GetExtension(package)] = Hash(File.OpenRead(package));
            using var archive = ZipFile.OpenRead(package);
            foreach (var entry in archive.Entries.Where(e => e.FullName.StartsWith("lib/", StringComparison.Ordinal)))
                hashes[entry.Name] = Hash(entry.Open());
        }

        return hashes;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }

    private static string Hash(Stream stream)
    {
        using (stream)
            return Convert.ToHexString(SHA256.HashData(stream));
    }
}
