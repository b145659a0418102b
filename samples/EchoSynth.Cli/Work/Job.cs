using EchoSynth.Distributed;

namespace EchoSynth.Cli.Work;

/// <summary>The ranks that a launcher started to train together.</summary>
internal static class Job
{
    /// <summary>Meets the others, where a launcher says that there are others. All but rank 0 print errors alone.</summary>
    /// <param name="timeout">How long to wait for ranks, and until one without a sign of life is lost.</param>
    /// <param name="device">The device asked for; NCCL joins CUDA devices where the binding has it, else Gloo through the machine's memory.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>Null for a training of one process.</returns>
    public static ProcessGroup? Join(TimeSpan timeout, string device, CancellationToken cancellation)
    {
        if (ProcessGroupOptions.FromEnvironment() is not { } options)
            return null;
        var nccl = Devices.Parse(device).type == TorchSharp.DeviceType.CUDA && ProcessGroup.Backends.Contains(CollectiveBackend.Nccl);
        var group = ProcessGroup.Join(options with { Timeout = timeout, Backend = nccl ? CollectiveBackend.Nccl : CollectiveBackend.Gloo }, cancellationToken: cancellation);
        if (!group.IsFirst)
            Console.SetOut(TextWriter.Null);
        return group;
    }

    /// <summary>The device of this rank: of a machine's GPUs, the one with its local number, unless one is named.</summary>
    public static string Device(string asked)
    {
        if (asked is not ("auto" or "cuda") || ProcessGroupOptions.FromEnvironment() is not { } options)
            return asked;
        return Devices.Parse(asked).type == TorchSharp.DeviceType.CUDA ? Device(options.LocalRank, TorchSharp.torch.cuda.device_count()) : asked;
    }

    /// <summary>A launcher may show each rank all GPUs of the machine, or its own alone (srun --gpus-per-task=1), which then is the first for all.</summary>
    public static string Device(int localRank, int visible) => FormattableString.Invariant($"cuda:{localRank % visible}");
}
