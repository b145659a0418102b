using System.Runtime.InteropServices;

namespace EchoSynth.LibTorch.Interop;

/// <summary>The functions over c10d, whose handles outlive the calls in progress; they fail with a message where the bridge was built without it.</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Lib)] internal static partial byte* es_dist_backends();
    [LibraryImport(Lib)] internal static partial int es_store_new(byte* host, int port, int server, long timeout, nint* store);
    [LibraryImport(Lib)] internal static partial void es_store_free(nint store);
    [LibraryImport(Lib)] internal static partial int es_store_set(SafeHandle store, byte* key, byte* data, long length);
    [LibraryImport(Lib)] internal static partial int es_store_add(SafeHandle store, byte* key, long delta, long* value);
    [LibraryImport(Lib)] internal static partial int es_store_try_get(SafeHandle store, byte* key, byte** data, long* length);
    [LibraryImport(Lib)] internal static partial int es_group_new(SafeHandle store, byte* backend, byte* host, byte* networkInterface, int rank, int size, long timeout, nint* group);
    [LibraryImport(Lib)] internal static partial void es_group_free(nint group);
    [LibraryImport(Lib)] internal static partial int es_group_all_reduce(SafeHandle group, nint tensor, nint* work);
    [LibraryImport(Lib)] internal static partial int es_group_broadcast(SafeHandle group, nint tensor, int root, nint* work);
    [LibraryImport(Lib)] internal static partial int es_work_done(SafeHandle work, long wait);
    [LibraryImport(Lib)] internal static partial void es_work_free(nint work);
    [LibraryImport(Lib)] internal static partial int es_reducer_new(SafeHandle group, nint* parameters, long count, long bucketBytes, nint* reducer);
    [LibraryImport(Lib)] internal static partial void es_reducer_free(nint reducer);
    [LibraryImport(Lib)] internal static partial int es_reducer_begin(SafeHandle reducer);
    [LibraryImport(Lib)] internal static partial int es_reducer_flush(SafeHandle reducer, long* buckets);
    [LibraryImport(Lib)] internal static partial int es_reducer_done(SafeHandle reducer, long bucket, long wait);
    [LibraryImport(Lib)] internal static partial int es_reducer_finish(SafeHandle reducer);
}
