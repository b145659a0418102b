using EchoSynth.Packages.Tests.Support;

namespace EchoSynth.Packages.Tests.Native;

/// <summary>The script that builds the bridge, here over a library of one line.</summary>
public sealed class NativeBuildTests : IDisposable
{
    private const string Wanted = "libechosynth_torch.so";
    private readonly TemporaryFolder _folder = new();

    public NativeBuildTests()
    {
        Directory.CreateDirectory(_folder.File("sources"));
        File.Copy(Repository.Folder("src", "EchoSynth.LibTorch", "native", "build.sh"), _folder.File("sources", "build.sh"));
        _folder.Write("sources/CMakeLists.txt", "cmake_minimum_required(VERSION 3.18)\nproject(one LANGUAGES CXX)\nadd_library(echosynth_torch SHARED one.cpp)\n");
        _folder.Write("sources/one.cpp", "extern \"C\" int one() { return 1; }\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LibraryOfTheSameSourcesIsTakenFromTheCache()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.False(Repository.IsSystem);
            return;
        }

        Assert.DoesNotContain("Taken from", Build("first", "cache").Expect(0).Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder.File("cache")));
        Assert.Contains("Taken from", Build("second", "cache").Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_folder.File("first", Wanted)), File.ReadAllBytes(_folder.File("second", Wanted)));

        _folder.Write("sources/one.cpp", "extern \"C\" int one() { return 2; }\n");
        Assert.DoesNotContain("Taken from", Build("third", "cache").Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_folder.File("cache")).Length);
        Assert.NotEqual(File.ReadAllBytes(_folder.File("first", Wanted)), File.ReadAllBytes(_folder.File("third", Wanted)));
        Assert.DoesNotContain("Taken from", Build("fourth", "none").Expect(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ESLT001", "apt-get install cmake", "c++", "make")]
    [InlineData("ESLT002", "apt-get install g++", "cmake", "make")]
    [InlineData("ESLT006", "apt-get install make", "cmake", "c++")]
    public void WhatIsMissingIsNamed(string code, string remedy, params string[] present)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.False(Repository.IsSystem);
            return;
        }

        Directory.CreateDirectory(_folder.File("tools"));
        foreach (var tool in new[] { "sh", "dirname", "mkdir", "find", "flock" })
            File.CreateSymbolicLink(_folder.File("tools", tool), $"/usr/bin/{tool}");
        foreach (var tool in present)
            File.CreateSymbolicLink(_folder.File("tools", tool), "/usr/bin/true");

        var said = Build("empty", "none", new() { ["PATH"] = _folder.File("tools"), ["CXX"] = null, ["CMAKE_GENERATOR"] = null }).Expect(1).Output;
        Assert.Contains($"EchoSynth.LibTorch : error {code} : ", said, StringComparison.Ordinal);
        Assert.Contains(remedy, said, StringComparison.Ordinal);
    }

    /// <summary>A folder that holds no libtorch: the real CMake file says what it looked for.</summary>
    [Fact]
    public void FolderWithoutLibTorchIsRefused()
    {
        if (!Repository.IsSystem)
        {
            Assert.DoesNotContain("EchoSynth.LibTorch", Repository.Projects);
            return;
        }

        Directory.CreateDirectory(_folder.File("torch"));
        var script = Repository.Folder("src", "EchoSynth.LibTorch", "native", "build.sh");
        var said = Tool.Run("sh", _folder.Path, null, script, _folder.File("build"), _folder.File("out", Wanted), _folder.File("torch")).Expect(1).Output;
        Assert.Contains("error ESLT003", said, StringComparison.Ordinal);
        Assert.Contains("TORCH_INCLUDE was not found", said, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out", Wanted)));
    }

    private ToolResult Build(string name, string cache, Dictionary<string, string?>? environment = null)
    {
        var all = new Dictionary<string, string?>(environment ?? []) { ["ECHOSYNTH_NATIVE_CACHE"] = cache == "none" ? cache : _folder.File(cache) };
        return Tool.Run("/bin/sh", _folder.Path, all, _folder.File("sources", "build.sh"), _folder.File(name, "build"), _folder.File(name, Wanted));
    }
}
