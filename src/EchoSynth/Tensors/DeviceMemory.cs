using System.Runtime.InteropServices;

namespace EchoSynth.Tensors;

/// <summary>Tells, from an error, that a device's memory was not enough: libtorch says so in words alone.</summary>
internal static class DeviceMemory
{
    // c10/cuda/CUDACachingAllocator.cpp, c10/core/impl/alloc_cpu.cpp (POSIX and Windows), cuDNN and cuBLAS, which allocate for themselves.
    private static readonly string[] s_words =
    [
        "out of memory", "DefaultCPUAllocator: can't allocate memory", "DefaultCPUAllocator: not enough memory", "std::bad_alloc", "CUDNN_STATUS_ALLOC_FAILED", "CUBLAS_STATUS_ALLOC_FAILED",
    ];

    /// <summary>Whether this error, or one below it, is an allocator's. A managed array for which there is no memory counts, too.</summary>
    public static bool IsExhausted(Exception error) => error switch
    {
        OutOfMemoryException => true,
        AggregateException many => many.InnerExceptions.Any(IsExhausted),
        ExternalException when s_words.Any(word => error.Message.Contains(word, StringComparison.OrdinalIgnoreCase)) => true,
        _ => error.InnerException is { } inner && IsExhausted(inner),
    };

    /// <summary>The allocator's words, on one line.</summary>
    public static string Words(Exception error)
    {
        var cause = error;
        while (cause is not (ExternalException or OutOfMemoryException) && cause.InnerException is { } inner)
            cause = inner;
        var line = cause.Message.AsSpan().Trim();
        return (line.IndexOf('\n') is >= 0 and var end ? line[..end] : line).ToString().Trim();
    }
}
