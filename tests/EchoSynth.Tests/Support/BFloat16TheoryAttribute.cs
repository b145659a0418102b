using static TorchSharp.torch;

namespace EchoSynth.Tests.Support;

/// <summary>Skipped where the processor has no bfloat16 arithmetic.</summary>
internal sealed class BFloat16TheoryAttribute : TheoryAttribute
{
    public BFloat16TheoryAttribute() => Skip = Devices.HasBFloat16(CPU) ? null : "This processor has no bfloat16 arithmetic.";
}
