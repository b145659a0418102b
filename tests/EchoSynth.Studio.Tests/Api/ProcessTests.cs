using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EchoSynth.Studio.Tests.Support;

namespace EchoSynth.Studio.Tests.Api;

/// <summary>The program as it is started, where it cannot: one line, and exit code 2.</summary>
[Collection(SharedServer.Name)]
public sealed class ProcessTests
{
    [Theory]
    [InlineData("--prot 5005", "'--prot'")]
    [InlineData("--port many", "'many'")]
    [InlineData("--port 5005 --urls http://127.0.0.1:5006", "give one")]
    [InlineData("--urls http://0.0.0.0:5005", "can be reached from other machines")]
    [InlineData("--port 0 --model /no/such/model", "/no/such/model: there is no such folder")]
    [InlineData("--port 0 --device quantum", "Device is 'quantum'; it must be auto, cpu, cuda or cuda:N.")]
    public async Task WrongUsageIsToldInALine(string arguments, string line) => await Refused(line, null, arguments.Split(' '));

    [Fact]
    public async Task NoConfigurationOpensItToOtherMachines()
    {
        await Refused("Kestrel:Endpoints:X is set in the configuration", ("Kestrel__Endpoints__X__Url", "http://0.0.0.0:0"), "--port", "0", "--model", TinyModel.Folder);
        await Refused("Kestrel:Endpoints:X is set in the configuration", ("ASPNETCORE_Kestrel__Endpoints__X__Url", "http://0.0.0.0:0"), "--port", "0", "--model", TinyModel.Folder);
    }

    [Fact]
    public async Task APortInUseIsToldInALine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = FormattableString.Invariant($"{((IPEndPoint)taken.LocalEndpoint).Port}");

        await Refused($"port {port} is in use: choose another with --port N", null, "--port", port, "--model", TinyModel.Folder);
    }

    private static async Task Refused(string line, (string Name, string Value)? variable, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EchoSynth.Studio.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (variable is { } set)
            start.Environment[set.Name] = set.Value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        var lines = (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("", 2), (await output, process.ExitCode));
        Assert.StartsWith("error: ", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Contains(line, lines[0], StringComparison.Ordinal);
    }
}
