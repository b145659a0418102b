using System.Diagnostics;
using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Sampling;

namespace EchoSynth.Peers;

/// <summary>A process from its start to its end: it reads a model, makes the first image and writes it as PNG.</summary>
internal static class ColdStart
{
    /// <summary>The library's process.</summary>
    public static void Make(string folder, string file)
    {
        using var model = EchoModel.Load(folder, Devices.Parse(Environment.GetEnvironmentVariable("ECHOSYNTH_PEERS_DEVICE") ?? "cpu"));
        using var sampler = new Sampler(model);
        PngCodec.Write(file, sampler.Generate(PngCodec.ReadMask(Path.Combine(folder, "mask.png")), CaseFolder.Seed(0)));
    }

    /// <summary>The coordinator's part: both sides' processes in turn.</summary>
    public static IReadOnlyList<Part> Run(PeerCase.Cold @case, PeersOptions options)
    {
        using var folder = new CaseFolder(@case.Network);
        folder.WriteSampling(1);
        var parts = @case.Contenders.Select(c => new Part(c)).ToList();
        for (var round = -1; round < options.Rounds; round++)
        {
            foreach (var part in CaseRun.InTurn(parts, round).Where(p => p.Failure is null))
            {
                var file = Path.Combine(folder.Path, $"{part.Contender.Name}.png");
                var seconds = Time(part, file, folder.Path, options);
                PeerCase.Tell(@case, options, part, round, TimeSpan.FromSeconds(seconds));
                if (round >= 0)
                    part.Turns.Add(new Turn(seconds));
                else if (part.Failure is null)
                    part.Images = PngCodec.Read(file).Pixels.ToArray();
            }
        }
        return parts;
    }

    private static double Time(Part part, string file, string folder, PeersOptions options)
    {
        var start = WorkerProcess.Start(part.Contender, options, ["--cold", folder, file]);
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(options.Limit))
        {
            process.Kill(entireProcessTree: true);
            part.Failure = "no end in time.";
        }
        process.WaitForExit();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (process.ExitCode != 0)
            part.Failure ??= $"exit code {process.ExitCode}: {errors.Result.Trim()}";
        return seconds;
    }
}
