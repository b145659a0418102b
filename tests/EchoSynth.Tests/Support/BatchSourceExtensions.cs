using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Support;

internal static class BatchSourceExtensions
{
    /// <summary>The tensors of one step, without the loader between.</summary>
    public static TrainingBatch Make(this BatchSource source, long step)
    {
        var buffers = source.CreateBuffers();
        source.Fill(step, buffers, CancellationToken.None);
        return TrainingBatch.From(buffers, Tiny.Size, CPU);
    }
}
