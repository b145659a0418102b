using EchoSynth.LibTorch.Interop;
using Xunit;

namespace EchoSynth.LibTorch.Tests.SystemOnly.Core;

/// <summary>A mistyped variable must not go by in silence; CLI tests see it in a process of its own.</summary>
public class KernelSettingsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("avx2")]
    [InlineData("AVX2")]
    public void Either_case_will_do(string value) => KernelSettings.Check("ECHOSYNTH_ISA", value, "baseline", "avx2", "avx512");

    [Theory]
    [InlineData("avx3")]
    [InlineData(" avx2")]
    public void Another_value_is_an_error_that_names_those_there_are(string value)
    {
        var error = Assert.Throws<ArgumentException>(() => KernelSettings.Check("ECHOSYNTH_ISA", value, "baseline", "avx2", "avx512"));
        Assert.Equal($"The environment variable ECHOSYNTH_ISA is '{value}'; it must be baseline, avx2 or avx512, or not be set.", error.Message);
    }
}
