using EchoSynth.LibTorch.Distributed;
using Xunit;

namespace EchoSynth.LibTorch.Tests.SystemOnly.Core;

public sealed class DistributedTests
{
    /// <summary>Else every test of several ranks would be skipped, and nobody told.</summary>
    [Fact]
    public void With_Debians_libtorch_and_Gloos_headers_the_bridge_has_Gloo()
    {
        if (LibTorchRuntime.LibTorchPath.StartsWith("/usr/lib/", StringComparison.Ordinal) && File.Exists("/usr/include/gloo/context.h"))
            Assert.Contains("gloo", TcpStore.Backends);
    }

    [Fact]
    public void A_store_keeps_texts_and_numbers_and_says_what_is_wrong()
    {
        if (TcpStore.Backends.Length == 0)
            return; // such a bridge has no store
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        Assert.Contains("TCPStore", Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => new TcpStore("127.0.0.1", port, server: true, TimeSpan.FromSeconds(1))).Message, StringComparison.Ordinal);
        listener.Stop();
        using var store = new TcpStore("127.0.0.1", port, server: true, TimeSpan.FromSeconds(5));
        using var other = new TcpStore("127.0.0.1", port, server: false, TimeSpan.FromSeconds(5));
        Assert.Null(other.TryGet("text"));
        store.Set("text", "Größe");
        store.Set("nothing", "");
        Assert.Equal(("Größe", ""), (other.TryGet("text"), other.TryGet("nothing")));
        Assert.Equal((3L, 5L), (store.Add("number", 3), other.Add("number", 2)));
    }
}
