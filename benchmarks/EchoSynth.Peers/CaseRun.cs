using System.Diagnostics;
using System.Text.Json.Nodes;
using EchoSynth.Checkpoints;
using EchoSynth.Tensors;

namespace EchoSynth.Peers;

/// <summary>One case: a fresh process for each contender, a turn each to warm up, then the rounds, in each of which all take a turn, in every other one in reverse.</summary>
internal sealed class CaseRun(PeerCase @case, PeersOptions options)
{
    public IReadOnlyList<Part> Run()
    {
        var parts = @case.Contenders.Select(c => new Part(c)).ToList();
        var folders = new Dictionary<PeerNetwork, CaseFolder>();
        var workers = new Dictionary<Part, WorkerProcess>();
        try
        {
            foreach (var network in parts.Select(p => p.Contender.Network ?? @case.Network).Distinct())
                folders[network] = Write(network);
            foreach (var part in parts)
                Attempt(part, () => Begin(part, workers, folders[part.Contender.Network ?? @case.Network].Path));
            for (var round = -1; round < options.Rounds; round++)
            {
                foreach (var part in InTurn(parts, round).Where(p => p.Failure is null))
                {
                    var begun = Stopwatch.GetTimestamp();
                    Attempt(part, () => Take(part, workers[part], folders[part.Contender.Network ?? @case.Network].Path, round));
                    PeerCase.Tell(@case, options, part, round, Stopwatch.GetElapsedTime(begun));
                }
            }
            foreach (var part in parts.Where(p => p.Failure is null))
                Attempt(part, () => End(part, workers[part]));
            return parts;
        }
        finally
        {
            foreach (var worker in workers.Values)
                worker.Dispose();
            foreach (var folder in folders.Values)
                folder.Dispose();
        }
    }

    /// <summary>Whatever one does to the next, it does not do to the same one in every round.</summary>
    internal static IEnumerable<Part> InTurn(IReadOnlyList<Part> parts, int round) => round % 2 == 0 ? parts : parts.Reverse();

    private CaseFolder Write(PeerNetwork network)
    {
        var folder = new CaseFolder(network);
        if (@case is PeerCase.Train train)
            folder.WriteTraining(train.Interval, train.Interval * (options.Rounds + 1));
        else
            folder.WriteSampling(@case is PeerCase.Sample sample ? sample.Images : 1);
        return folder;
    }

    private void Begin(Part part, Dictionary<Part, WorkerProcess> workers, string folder)
    {
        var contender = part.Contender;
        var worker = workers[part] = new WorkerProcess(contender, options);
        var answer = worker.Ask(new LoadCommand
        {
            Case = folder, What = @case is PeerCase.Train ? "train" : "sample", Network = (contender.Network ?? @case.Network).Name, Device = options.Device, Threads = options.Threads,
            Images = (@case as PeerCase.Sample)?.Images ?? 0, Interval = (@case as PeerCase.Train)?.Interval ?? 0,
            Bf16 = contender.MixedBFloat16, ChannelsLast = contender.ChannelsLast, Compile = contender.Compiled, Inplace = contender.Inplace, Tuned = contender.Tuned,
        });
        part.Torch = (string?)answer["torch"] ?? "";
    }

    /// <param name="part">Who.</param>
    /// <param name="worker">Its process.</param>
    /// <param name="folder">Its files.</param>
    /// <param name="round">-1 to warm up.</param>
    private void Take(Part part, WorkerProcess worker, string folder, int round)
    {
        var turn = @case is PeerCase.Train train ? Steps(part, worker, folder, (round + 1) * train.Interval, train.Interval) : Sample(part, worker, folder, round < 0);
        if (round >= 0)
            part.Turns.Add(turn);
    }

    private static Turn Sample(Part part, WorkerProcess worker, string folder, bool write)
    {
        // The first call of a turn finds the caches full of the contender before; what compiles does so at the first call, and not quite always at it alone.
        worker.Ask(new { Command = "sample", Write = (string?)null });
        var file = write ? Path.Combine(folder, $"{part.Contender.Name}.images.safetensors") : null;
        var seconds = (double)worker.Ask(new { Command = "sample", Write = file })["seconds"]!;
        if (file is not null)
        {
            var tensors = SafeTensors.Load(file);
            part.Images = TensorData.ToFloats(tensors["images"]);
            tensors["images"].Dispose();
        }
        return new Turn(seconds);
    }

    private Turn Steps(Part part, WorkerProcess worker, string folder, int first, int count)
    {
        var seconds = new List<double>();
        for (var step = first; step < first + count; step++)
        {
            var answer = worker.Ask(new { Command = "train", Batch = CaseFolder.Batch(folder, step), Penalise = step == first });
            seconds.Add((double)answer["seconds"]!);
            part.Losses.Add(answer["losses"]!.AsObject().ToDictionary(l => l.Key, l => (double)l.Value!));
        }
        return Turn.Of(seconds, @case.Network.Training.R1Interval);
    }

    private void End(Part part, WorkerProcess worker)
    {
        part.DeviceBytes = options.Device == "cpu" ? 0 : DeviceMemory.Of(worker.Id);
        part.PeakBytes = worker.Ask(new { Command = "quit" }) is JsonObject answer && answer["peakBytes"] is { } peak ? (long)peak : 0;
    }

    private static void Attempt(Part part, Action action)
    {
        try
        {
            action();
        }
        catch (WorkerException e)
        {
            part.Failure = e.Message;
        }
    }
}
