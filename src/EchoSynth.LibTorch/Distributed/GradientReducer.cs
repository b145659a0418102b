using System.Runtime.InteropServices;
using EchoSynth.LibTorch.Interop;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Distributed;

/// <summary>Sums gradients over the ranks in buckets, each on its way as soon as the backward pass has filled it (arXiv 2006.15704, §3.2).</summary>
/// <remarks>Begin, one backward pass, Flush, Wait for every bucket, Finish; the same on every rank.</remarks>
internal sealed unsafe class GradientReducer : SafeHandle
{
    /// <param name="group">The ranks.</param>
    /// <param name="parameters">All take a gradient; they must outlive this.</param>
    /// <param name="bucketBytes">How much is sent at once, about.</param>
    public GradientReducer(CollectiveGroup group, IReadOnlyList<Tensor> parameters, long bucketBytes)
        : base(0, true)
    {
        var handles = parameters.Select(p => p.Handle).ToArray();
        nint reducer;
        fixed (nint* p = handles)
            Native.Check(Native.es_reducer_new(group, p, handles.Length, bucketBytes, &reducer), "gradient buckets");
        GC.KeepAlive(parameters);
        SetHandle(reducer);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The next backward pass is the last whose gradients count.</summary>
    public void Begin() => Native.Check(Native.es_reducer_begin(this), "gradient buckets");

    /// <summary>After the backward pass: sends what is left.</summary>
    /// <returns>The number of buckets.</returns>
    public int Flush()
    {
        long buckets;
        Native.Check(Native.es_reducer_flush(this, &buckets), "gradient buckets");
        return (int)buckets;
    }

    /// <summary>Waits for a bucket, for at most so long.</summary>
    /// <returns>Whether its sums are there.</returns>
    /// <exception cref="ExternalException">It failed.</exception>
    public bool Wait(int bucket, TimeSpan limit) => Native.Check(Native.es_reducer_done(this, bucket, (long)limit.TotalMilliseconds), "gradient bucket") == 1;

    /// <summary>The sums become the gradients.</summary>
    public void Finish() => Native.Check(Native.es_reducer_finish(this), "gradient buckets");

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Freeing.Run(Native.es_reducer_free, handle);
        return true;
    }
}
