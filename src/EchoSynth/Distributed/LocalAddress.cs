using System.Net;
using System.Net.Sockets;

namespace EchoSynth.Distributed;

/// <summary>By which address of its own this machine talks to another: the routing table's answer. The machine's name may stand for a loopback address (Debian: 127.0.1.1), which no other can reach.</summary>
internal static class LocalAddress
{
    /// <returns>Null where the host is not known or not to be reached.</returns>
    public static string? Toward(string host)
    {
        try
        {
            foreach (var address in Dns.GetHostAddresses(host))
            {
                // Connecting by UDP sends nothing; it chooses the way.
                using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
                try
                {
                    socket.Connect(address, 9);
                    return ((IPEndPoint)socket.LocalEndPoint!).Address.ToString();
                }
                catch (SocketException)
                {
                    // The next one.
                }
            }
        }
        catch (SocketException)
        {
            // Not known.
        }
        return null;
    }

    public static bool IsLoopback(string? address) => address is null || IPAddress.IsLoopback(IPAddress.Parse(address));
}
