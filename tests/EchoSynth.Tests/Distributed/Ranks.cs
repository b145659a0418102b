using System.Net;
using System.Net.Sockets;
using EchoSynth.Distributed;

namespace EchoSynth.Tests.Distributed;

/// <summary>Several ranks on threads of this process: c10d does not mind.</summary>
internal static class Ranks
{
    /// <summary>What became of each rank: null where all went well.</summary>
    public static Exception?[] Run(int count, Action<ProcessGroup> body, Func<ProcessGroupOptions, ProcessGroupOptions>? change = null, double seconds = 20) =>
        Run(count, options =>
        {
            using var group = ProcessGroup.Join(options);
            try
            {
                body(group);
            }
            catch (Exception e) when (e is not DistributedException and not OperationCanceledException)
            {
                group.Fail(e);
                throw;
            }
        }, change, seconds);

    public static Exception?[] Run(int count, Action<ProcessGroupOptions> body, Func<ProcessGroupOptions, ProcessGroupOptions>? change = null, double seconds = 20)
    {
        var (port, errors) = (FreePort(), new Exception?[count]);
        var threads = Enumerable.Range(0, count).Select(rank => new Thread(() =>
        {
            try
            {
                var options = new ProcessGroupOptions { Rank = rank, WorldSize = count, MasterPort = port, Timeout = TimeSpan.FromSeconds(seconds) };
                body(change?.Invoke(options) ?? options);
            }
            catch (Exception e)
            {
                errors[rank] = e;
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            Assert.True(thread.Join(TimeSpan.FromSeconds(60 + 4 * seconds)), "a rank hangs");
        return errors;
    }

    /// <summary>The same where nothing may go wrong.</summary>
    public static void RunAll(int count, Action<ProcessGroup> body) => Assert.All(Run(count, body), error => Assert.True(error is null, error?.ToString()));

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Skipped where the binding has no c10d.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RanksFactAttribute : FactAttribute
{
    public RanksFactAttribute() => Skip = ProcessGroup.IsSupported ? null : "This binding, or its libtorch, has no c10d with Gloo.";
}

/// <summary>Skipped where it has.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NoRanksFactAttribute : FactAttribute
{
    public NoRanksFactAttribute() => Skip = ProcessGroup.IsSupported ? "This binding has c10d with Gloo." : null;
}
