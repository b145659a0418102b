namespace EchoSynth.Benchmarks;

/// <summary>
/// Winograd's convolution beside the direct sum, by turns. Sampling: one image, the direct sum on weights laid out before. Training: four images, weights transformed at every call, and
/// then the gradient by the weights alone.
/// </summary>
internal static partial class WinogradCost
{
    /// <exception cref="UsageException">This is not the System binding, which has that convolution.</exception>
    public static int Print(int rounds)
    {
        var measured = false;
        Measure(rounds, ref measured);
        return measured ? 0 : throw new UsageException("winograd: Winograd's convolution is the System binding's; build with TorchBinding=System.");
    }

    static partial void Measure(int rounds, ref bool measured);
}
