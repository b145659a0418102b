namespace EchoSynth.Distributed;

/// <summary>What carries tensors between the ranks of a job.</summary>
public enum CollectiveBackend
{
    /// <summary>Gloo: over TCP, from and to the memory of the host.</summary>
    Gloo,

    /// <summary>NCCL: between CUDA devices; needs a libtorch with CUDA and a bridge that was built with NCCL's headers.</summary>
    Nccl,
}
