using static TorchSharp.torch;

namespace EchoSynth.Cli.Runtime;

/// <summary>How many threads one operator uses.</summary>
internal static class Threads
{
    /// <summary>Sets what was asked for; 0 leaves libtorch's own choice.</summary>
    /// <remarks>
    /// More is not always faster: the small networks' operators last so briefly that on a busy machine the threads mostly wait for each other
    /// (25 training images a second with one thread, 2 with two, on two cores that others used as well). So nothing is raised here unasked.
    /// </remarks>
    public static void Apply(int asked)
    {
        if (asked > 0)
            set_num_threads(asked);
    }
}
