using System.Runtime.InteropServices;
using EchoSynth.LibTorch.Interop;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Distributed;

/// <summary>The ranks of a job, who compute together (a c10d backend). Every rank makes the same calls in the same order, each on one thread.</summary>
internal sealed unsafe class CollectiveGroup : SafeHandle
{
    /// <param name="store">Where the ranks find each other.</param>
    /// <param name="backend">"gloo" or "nccl".</param>
    /// <param name="host">The address that this rank is reached at; empty asks the machine's own name.</param>
    /// <param name="networkInterface">Or the network interface; empty for none.</param>
    /// <param name="rank">From 0 on.</param>
    /// <param name="size">The number of ranks.</param>
    /// <param name="timeout">For a call that the others do not join.</param>
    public CollectiveGroup(TcpStore store, string backend, string host, string networkInterface, int rank, int size, TimeSpan timeout)
        : base(0, true)
    {
        nint group;
        fixed (byte* b = TcpStore.Utf8(backend), h = TcpStore.Utf8(host), i = TcpStore.Utf8(networkInterface))
            Native.Check(Native.es_group_new(store, b, h, i, rank, size, (long)timeout.TotalMilliseconds, &group), $"group over {backend}");
        SetHandle(group);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Begins to put the sum over the ranks into a contiguous tensor.</summary>
    public CollectiveWork AllReduce(Tensor tensor)
    {
        nint work;
        Native.Check(Native.es_group_all_reduce(this, tensor.Handle, &work), "allreduce");
        GC.KeepAlive(tensor);
        return new CollectiveWork(work);
    }

    /// <summary>Begins to put the root's values into a contiguous tensor.</summary>
    public CollectiveWork Broadcast(Tensor tensor, int root)
    {
        nint work;
        Native.Check(Native.es_group_broadcast(this, tensor.Handle, root, &work), "broadcast");
        GC.KeepAlive(tensor);
        return new CollectiveWork(work);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Freeing.Run(Native.es_group_free, handle);
        return true;
    }
}

/// <summary>Frees what may wait for ranks that are gone: on a thread of its own, since the finalizers' would stand still with it.</summary>
internal static class Freeing
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    public static void Run(Action<nint> free, nint handle)
    {
        var thread = new Thread(() => free(handle)) { IsBackground = true, Name = "EchoSynth free" };
        thread.Start();
        thread.Join(s_patience);
    }
}

/// <summary>A call that the ranks make together, under way.</summary>
internal sealed class CollectiveWork : SafeHandle
{
    internal CollectiveWork(nint handle)
        : base(0, true) => SetHandle(handle);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Waits for it, for at most so long.</summary>
    /// <returns>Whether it is done.</returns>
    /// <exception cref="ExternalException">It failed.</exception>
    public bool Wait(TimeSpan limit) => Native.Check(Native.es_work_done(this, (long)limit.TotalMilliseconds), "collective") == 1;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Native.es_work_free(handle);
        return true;
    }
}
