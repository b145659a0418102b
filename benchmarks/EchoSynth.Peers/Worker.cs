using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace EchoSynth.Peers;

/// <summary>The library's side, a process of its own: the protocol of peer.py.</summary>
internal static class Worker
{
    public static void Run()
    {
        SamplingWork? sampling = null;
        TrainingWork? training = null;
        while (Console.ReadLine() is { } line)
        {
            var command = JsonNode.Parse(line)!.AsObject();
            var verb = (string?)command["command"];
            object answer;
            try
            {
                switch (verb)
                {
                    case "load":
                        var load = command.Deserialize<LoadCommand>(JsonSerializerOptions.Web)!;
                        set_num_threads(load.Threads);
                        if (load.What == "train")
                            training = new TrainingWork(load);
                        else
                            sampling = new SamplingWork(load);
                        answer = new { Torch = __version__, Threads = get_num_threads() };
                        break;
                    case "sample":
                        answer = new { Seconds = sampling!.Run((string?)command["write"]) };
                        break;
                    case "train":
                        var (seconds, losses) = training!.Step();
                        answer = new { Seconds = seconds, Losses = losses };
                        break;
                    case "quit":
                        answer = new { PeakBytes = PeakBytes() };
                        break;
                    default:
                        answer = new { Error = $"unknown command '{verb}'" };
                        break;
                }
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                answer = new { Error = $"{error.GetType().Name}: {error.Message}" };
            }
            Console.WriteLine(JsonSerializer.Serialize(answer, JsonSerializerOptions.Web));
            if (verb == "quit")
                break;
        }
        sampling?.Dispose();
        training?.Dispose();
    }

    /// <summary>The most memory this process has had, VmHWM; 0 where the system does not tell.</summary>
    private static long PeakBytes()
    {
        const string status = "/proc/self/status", name = "VmHWM:";
        var line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) : null;
        return line is null ? 0 : 1024 * long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
