using System.CommandLine;
using System.CommandLine.Invocation;
using EchoSynth.Checkpoints;
using EchoSynth.Studio;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

var model = new Option<string?>("--model") { Description = "The model folder; the shipped model where not given." };
var port = new Option<int?>("--port") { Description = "The port on 127.0.0.1; 5005 where neither this nor --urls is given, 0 for any free one." };
var urls = new Option<string?>("--urls") { Description = "Addresses to listen at, separated by semicolons; loopback only." };
var threads = new Option<int?>("--threads") { Description = "Threads of one operator; 1 where not given, 0 for libtorch's own choice." };
var device = new Option<string?>("--device") { Description = "auto, cpu, cuda or cuda:N; auto where not given." };
var root = new RootCommand(
    """
    EchoSynth.Studio: a page to draw hearts on and see their synthetic echocardiograms. Further settings: appsettings.json and docs/studio.md.
    Exit codes: 0 ended by Ctrl-C or SIGTERM; 1 failed; 2 wrong usage: an option, a setting, a model folder or a device that is none, a port in use. The reason is on standard error.
    """) { model, port, urls, threads, device };
root.SetAction((parsed, cancellation) => Run(parsed, cancellation));
var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction)
    return Fail($"{string.Join(" ", parsed.Errors.Select(e => e.Message))} '--help' lists the options.", 2);
// Ctrl-C and SIGTERM are the host's: it tells requests to end.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);

async Task<int> Run(ParseResult parsed, CancellationToken cancellation)
{
    var number = parsed.GetValue(port);
    if (number is not null && parsed.GetValue(urls) is not null)
        return Fail("--port and --urls were both given; give one.", 2);
    if (number is < 0 or > 65535)
        return Fail(FormattableString.Invariant($"--port is {number}; it must be 0…65535."), 2);
    var addresses = parsed.GetValue(urls) ?? FormattableString.Invariant($"http://127.0.0.1:{number ?? 5005}");
    if (Loopback.Problem(addresses) is { } problem)
        return Fail(problem, 2);
    var settings = new Dictionary<string, string?>();
    Set("Model", parsed.GetValue(model));
    Set("Threads", parsed.GetValue(threads) is { } t ? FormattableString.Invariant($"{t}") : null);
    Set("Device", parsed.GetValue(device));
    try
    {
        await using var app = StudioApp.Build(addresses, settings);
        await app.StartAsync(cancellation).ConfigureAwait(false);
        // Whatever else may set addresses: what is listened at in the end counts.
        if (Loopback.Problem(string.Join(';', app.Urls)) is { } reachable)
        {
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
            return Fail(reachable, 2);
        }
        Console.WriteLine($"EchoSynth.Studio is at {string.Join(" and ", app.Urls)} (Ctrl-C ends it)");
        await app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
        return 0;
    }
    catch (Exception e) when (e is OptionsValidationException or UsageException)
    {
        return Fail(e.Message, 2);
    }
    catch (IOException e) when (e.InnerException is AddressInUseException)
    {
        return Fail($"{(number is null && parsed.GetValue(urls) is not null ? $"a port of {addresses}" : FormattableString.Invariant($"port {number ?? 5005}"))} is in use: choose another with --port N.", 2);
    }
    catch (Exception e) when (e is ModelFormatException or ArgumentException or IOException or InvalidOperationException)
    {
        return Fail(e.Message, 1);
    }

    void Set(string name, string? value)
    {
        if (value is not null)
            settings[name] = value;
    }
}

static int Fail(string message, int code)
{
    Console.Error.WriteLine($"error: {message}");
    return code;
}
