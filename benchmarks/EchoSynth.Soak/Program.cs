using System.CommandLine;
using EchoSynth.Soak;

var model = new Option<string>("--model") { Description = "The model folder; the Studio's own where not given.", DefaultValueFactory = _ => "" };
var minutes = new Option<double>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 5 };
var clients = new Option<int>("--clients") { Description = "Clients at the same time.", DefaultValueFactory = _ => 8 };
var threads = new Option<int>("--threads") { Description = "Threads of one operator in the Studio.", DefaultValueFactory = _ => 1 };
var speed = new Option<bool>("--speed") { Description = "Measure instead: five starts to the first image, and images a second while dragging." };
var root = new RootCommand("Starts EchoSynth.Studio and asks much of it for a time, bad requests mixed in. Exit code 0 where no good request failed and nothing grew, else 1.") { model, minutes, clients, threads, speed };
root.SetAction(async (parsed, cancellation) =>
{
    if (parsed.GetValue(speed))
    {
        Console.WriteLine(await SpeedRun.Go(parsed.GetValue(model)!, parsed.GetValue(threads), 5, cancellation).ConfigureAwait(false));
        return 0;
    }
    var result = await SoakRun.Go(
        new SoakOptions { Model = parsed.GetValue(model)!, Duration = TimeSpan.FromMinutes(parsed.GetValue(minutes)), Clients = parsed.GetValue(clients), Threads = parsed.GetValue(threads) },
        Console.Error.WriteLine, cancellation).ConfigureAwait(false);
    Console.WriteLine(result.Table());
    foreach (var failure in result.Failures)
        Console.Error.WriteLine($"failed: {failure}");
    return result.Failures.Count == 0 ? 0 : 1;
});
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
