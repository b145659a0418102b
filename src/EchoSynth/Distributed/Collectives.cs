using static TorchSharp.torch;

namespace EchoSynth.Distributed;

/// <summary>What a binding has to offer for several processes; the seam between <see cref="ProcessGroup"/> and c10d.</summary>
internal interface ICollectives
{
    /// <summary>The backends at hand.</summary>
    IReadOnlyList<CollectiveBackend> Backends { get; }

    IKeyStore OpenStore(string host, int port, bool server, TimeSpan timeout);

    IRanks Join(IKeyStore store, ProcessGroupOptions options, string host);
}

/// <summary>Keys and values that all ranks see. A call waits for the network, at worst for good.</summary>
internal interface IKeyStore : IDisposable
{
    void Set(string key, string value);

    long Add(string key, long delta);

    string? TryGet(string key);
}

/// <summary>The ranks, who make the same calls in the same order.</summary>
internal interface IRanks : IDisposable
{
    IPending AllReduce(Tensor tensor);

    IPending Broadcast(Tensor tensor, int root);

    IGradientBuckets Buckets(IReadOnlyList<Tensor> parameters, long bucketBytes);
}

/// <summary>A call of all ranks under way.</summary>
internal interface IPending : IDisposable
{
    /// <summary>Waits for at most so long; true once it is done.</summary>
    bool Wait(TimeSpan limit);
}

/// <summary>Gradients that are summed over the ranks while a backward pass goes on.</summary>
internal interface IGradientBuckets : IDisposable
{
    /// <summary>The next backward pass is the last whose gradients count.</summary>
    void Begin();

    /// <summary>Sends what is left; the number of buckets.</summary>
    int Flush();

    /// <summary>Waits for a bucket for at most so long; true once it is there.</summary>
    bool Wait(int bucket, TimeSpan limit);

    /// <summary>The sums become the gradients.</summary>
    void Finish();
}

/// <summary>Finds what the binding has.</summary>
internal static partial class Collectives
{
    /// <summary>Null where the binding has nothing for several processes.</summary>
    public static ICollectives? Find()
    {
        ICollectives? found = null;
        Make(ref found);
        return found;
    }

    static partial void Make(ref ICollectives? collectives);
}
