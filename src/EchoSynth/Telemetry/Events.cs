using Microsoft.Extensions.Logging;

namespace EchoSynth.Telemetry;

/// <summary>The log messages of drawing and hosting; those of training are beside their trainer.</summary>
internal static partial class Events
{
    [LoggerMessage(EchoSynthEvents.ImagesDrawn, LogLevel.Debug, "{Images} images drawn in {Seconds:0.000} s")]
    public static partial void ImagesDrawn(ILogger logger, int images, double seconds);

    [LoggerMessage(EchoSynthEvents.MicroBatchHalved, LogLevel.Warning, "The memory of {Device} is not enough for {Images} images at once; going on with {Fewer}. The last bits of an image may depend on this number ({Problem})")]
    public static partial void MicroBatchHalved(ILogger logger, string device, int images, int fewer, string problem);

    [LoggerMessage(EchoSynthEvents.ModelLoaded, LogLevel.Information, "Model {Folder} read: {Kind}, {Size} x {Size}, on {Device}")]
    public static partial void ModelLoaded(ILogger logger, string folder, string kind, int size, string device);

    [LoggerMessage(EchoSynthEvents.ThreadsSet, LogLevel.Information, "libtorch uses {Threads} threads in an operator")]
    public static partial void ThreadsSet(ILogger logger, int threads);
}
