using System.Runtime.InteropServices;
using System.Text;
using EchoSynth.LibTorch.Interop;

namespace EchoSynth.LibTorch.Distributed;

/// <summary>Keys and values that the ranks of a job share, kept by one of them (c10d's TCPStore). Calls wait for the network: one that is cut off can wait for good.</summary>
internal sealed unsafe class TcpStore : SafeHandle
{
    /// <param name="host">Where the store is.</param>
    /// <param name="port">Its port.</param>
    /// <param name="server">Whether this process keeps it.</param>
    /// <param name="timeout">How long to try to reach it.</param>
    /// <exception cref="ExternalException">It cannot be reached, or the port cannot be opened.</exception>
    public TcpStore(string host, int port, bool server, TimeSpan timeout)
        : base(0, true)
    {
        nint store;
        fixed (byte* h = Utf8(host))
            Native.Check(Native.es_store_new(h, port, server ? 1 : 0, (long)timeout.TotalMilliseconds, &store), "TCPStore");
        SetHandle(store);
    }

    /// <summary>The backends that the bridge was built with: "gloo", "nccl"; none where it has no c10d.</summary>
    public static string[] Backends => Native.Text(Native.es_dist_backends()).Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    public void Set(string key, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* k = Utf8(key), v = bytes)
            Native.Check(Native.es_store_set(this, k, v, bytes.Length), $"store, {key}");
    }

    /// <summary>Adds to the number under a key, which begins with 0.</summary>
    /// <returns>The sum.</returns>
    public long Add(string key, long delta)
    {
        long value;
        fixed (byte* k = Utf8(key))
            Native.Check(Native.es_store_add(this, k, delta, &value), $"store, {key}");
        return value;
    }

    /// <summary>The value of a key, or null where it has none yet.</summary>
    public string? TryGet(string key)
    {
        byte* data;
        long length;
        fixed (byte* k = Utf8(key))
            Native.Check(Native.es_store_try_get(this, k, &data, &length), $"store, {key}");
        return data is null ? null : Encoding.UTF8.GetString(data, (int)length);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Native.es_store_free(handle);
        return true;
    }

    /// <summary>With a zero at the end.</summary>
    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text + "\0");
}
