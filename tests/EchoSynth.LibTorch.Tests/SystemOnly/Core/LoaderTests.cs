using EchoSynth.LibTorch.Interop;
using TorchSharp;
using Xunit;

namespace EchoSynth.LibTorch.Tests.SystemOnly.Core;

public class LoaderTests
{
    [Fact]
    public void The_runtime_tells_what_it_loaded()
    {
        LibTorchRuntime.Load();
        Assert.Matches(@"^\d+\.\d+", LibTorchRuntime.Version);
        Assert.Equal(LibTorchRuntime.Version, torch.__version__);
        Assert.True(File.Exists(LibTorchRuntime.BridgePath), LibTorchRuntime.BridgePath);
        Assert.Contains("libtorch", LibTorchRuntime.LibTorchPath, StringComparison.Ordinal);
        Assert.NotEmpty(LibTorchRuntime.BuildConfiguration);
        Assert.True(LibTorchRuntime.Threads > 0 && LibTorchRuntime.InteropThreads > 0);
        Assert.NotEmpty(LibTorchRuntime.AllocatorSetting);
        Assert.Equal(torch.cuda.is_available(), LibTorchRuntime.CudaIsAvailable);
        Assert.Equal(torch.cuda.device_count(), LibTorchRuntime.CudaDeviceCount);
    }

    [Fact]
    public void A_missing_library_is_one_exception_that_says_what_to_do()
    {
        var error = Assert.Throws<LibTorchNotFoundException>(() => NativeLoader.Load(["/no/such/folder/libechosynth_torch.so"], null));
        Assert.Contains("/no/such/folder/libechosynth_torch.so", error.Message, StringComparison.Ordinal);
        Assert.Contains("libtorch-dev", error.Message, StringComparison.Ordinal);
        Assert.Contains("ECHOSYNTH_LIBTORCH", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unloadable_library_tells_what_the_loader_said()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "not a library");
            var error = Assert.Throws<LibTorchNotFoundException>(() => NativeLoader.Load([file], null));
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
            Assert.Matches("invalid ELF header|file too short|not.*valid", error.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_named_folder_without_a_libtorch_is_an_error_not_a_hint()
    {
        var error = Assert.Throws<LibTorchNotFoundException>(() => NativeLoader.Load([LibTorchRuntime.BridgePath], "/no/such/libtorch"));
        Assert.Contains("/no/such/libtorch/lib: ECHOSYNTH_LIBTORCH names this folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_candidate_that_loads_is_taken()
    {
        var (library, path) = NativeLoader.Load(["/no/such/file.so", LibTorchRuntime.BridgePath], null);
        Assert.NotEqual(0, library);
        Assert.Equal(LibTorchRuntime.BridgePath, path);
    }
}
