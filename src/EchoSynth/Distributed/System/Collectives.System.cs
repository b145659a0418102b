using EchoSynth.LibTorch.Distributed;
using static TorchSharp.torch;

namespace EchoSynth.Distributed;

/// <summary>With the System binding: libtorch's c10d.</summary>
internal static partial class Collectives
{
    static partial void Make(ref ICollectives? collectives) => collectives = new C10d();

    private sealed class C10d : ICollectives
    {
        public IReadOnlyList<CollectiveBackend> Backends => [.. TcpStore.Backends.Select(b => b == "nccl" ? CollectiveBackend.Nccl : CollectiveBackend.Gloo)];

        public IKeyStore OpenStore(string host, int port, bool server, TimeSpan timeout) => new KeyStore(new TcpStore(host, port, server, timeout));

        // Whether a rank is alive is found out by the pulse, so that the backend need not guess how long another may take.
        public IRanks Join(IKeyStore store, ProcessGroupOptions options, string host) => new Ranks(new CollectiveGroup(
            ((KeyStore)store).Store, options.Backend == CollectiveBackend.Nccl ? "nccl" : "gloo", host, options.NetworkInterface ?? "", options.Rank, options.WorldSize, TimeSpan.FromDays(7)));
    }

    private sealed class KeyStore(TcpStore store) : IKeyStore
    {
        public TcpStore Store => store;

        public void Set(string key, string value) => store.Set(key, value);

        public long Add(string key, long delta) => store.Add(key, delta);

        public string? TryGet(string key) => store.TryGet(key);

        public void Dispose() => store.Dispose();
    }

    private sealed class Ranks(CollectiveGroup group) : IRanks
    {
        public IPending AllReduce(Tensor tensor) => new Pending(group.AllReduce(tensor));

        public IPending Broadcast(Tensor tensor, int root) => new Pending(group.Broadcast(tensor, root));

        public IGradientBuckets Buckets(IReadOnlyList<Tensor> parameters, long bucketBytes) => new GradientBuckets(new GradientReducer(group, parameters, bucketBytes));

        public void Dispose() => group.Dispose();
    }

    private sealed class Pending(CollectiveWork work) : IPending
    {
        public bool Wait(TimeSpan limit) => work.Wait(limit);

        public void Dispose() => work.Dispose();
    }

    private sealed class GradientBuckets(GradientReducer reducer) : IGradientBuckets
    {
        public void Begin() => reducer.Begin();

        public int Flush() => reducer.Flush();

        public bool Wait(int bucket, TimeSpan limit) => reducer.Wait(bucket, limit);

        public void Finish() => reducer.Finish();

        public void Dispose() => reducer.Dispose();
    }
}
