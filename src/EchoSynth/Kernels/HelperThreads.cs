namespace EchoSynth.Kernels;

/// <summary>
/// Threads that the binding keeps for the operators of a calling thread. Applications call from many threads, and kept ones slow each other down: a call into this
/// library that computes ends those of its thread when it returns.
/// </summary>
internal static partial class HelperThreads
{
    [ThreadStatic]
    private static int s_depth;

    /// <summary>Helper threads are wanted on this thread until the result is disposed, or until that of the outermost call is.</summary>
    public static Scope Use()
    {
        s_depth++;
        return default;
    }

    static partial void Release();

    /// <summary>A call that computes.</summary>
    internal readonly ref struct Scope
    {
        /// <summary>Ends it; once.</summary>
        public void Dispose()
        {
            if (--s_depth == 0)
                Release();
        }
    }
}
