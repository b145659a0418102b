using System.Net;
using System.Net.Sockets;

namespace EchoSynth.Cli.Tests.Kill;

/// <summary>The ranks of a job on this machine, as a launcher starts them.</summary>
internal static class RankProcesses
{
    public static CliProcess[] Start(int count, string[] arguments)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return [.. Enumerable.Range(0, count).Select(rank => CliProcess.Start(new Dictionary<string, string>
        {
            ["RANK"] = $"{rank}", ["WORLD_SIZE"] = $"{count}", ["LOCAL_RANK"] = $"{rank}", ["MASTER_ADDR"] = "127.0.0.1", ["MASTER_PORT"] = $"{port}",
        }, arguments))];
    }
}
