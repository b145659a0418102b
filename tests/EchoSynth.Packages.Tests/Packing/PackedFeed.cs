using System.IO.Compression;
using EchoSynth.Packages.Tests.Support;

namespace EchoSynth.Packages.Tests.Packing;

/// <summary>The packages, made once by the command that makes them for everybody, in a folder of their own.</summary>
public sealed class PackedFeed : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackedFeed()
    {
        Folder = _folder.File("feed");
        Log = Tool.Run("bash", Repository.Root, null, "build.sh", "pack", "--binding", Repository.Binding, "--out", Folder).Expect(0).Output;
    }

    /// <summary>A folder that can stand as a package source.</summary>
    public string Folder { get; }

    public string Log { get; }

    /// <summary>The ids of the packages there, in order.</summary>
    public IReadOnlyList<string> Ids => [.. Directory.GetFiles(Folder, "*.nupkg").Select(f => Path.GetFileName(f).Replace($".{Version}.nupkg", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The version, which all packages share.</summary>
    public string Version { get; } = typeof(EchoSynth.Imaging.EchoImage).Assembly.GetName().Version!.ToString(3);

    public ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(Path.Combine(Folder, $"{id}.{Version}.{extension}"));

    public byte[] Read(string id, string entry, string extension = "nupkg")
    {
        using var package = Open(id, extension);
        using var stream = (package.GetEntry(entry) ?? throw new FileNotFoundException($"{id} has no {entry}")).Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public string ReadText(string id, string entry) => System.Text.Encoding.UTF8.GetString(Read(id, entry)).TrimStart('\uFEFF');

    public void Dispose() => _folder.Dispose();
}
