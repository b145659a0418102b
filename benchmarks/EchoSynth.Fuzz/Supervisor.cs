using System.Collections.Concurrent;
using System.Diagnostics;

namespace EchoSynth.Fuzz;

/// <summary>Divides the cases into blocks, gives them to workers, and starts another worker where one dies.</summary>
internal sealed class Supervisor(FuzzOptions options, string root, string seeds)
{
    private const int Block = 500;
    private const int VideoBlock = 20;

    private readonly ConcurrentQueue<(FuzzTarget Target, long From, long Count)> _blocks = new();
    private readonly ConcurrentDictionary<string, Tally> _tallies = new();

    public IReadOnlyDictionary<string, Tally> Run(IReadOnlyList<FuzzTarget> targets)
    {
        var clock = Stopwatch.StartNew();
        foreach (var target in targets)
        {
            var (total, size) = (Math.Min(options.Cases, target.MostCases), target.MostCases < int.MaxValue ? VideoBlock : Block);
            for (var from = 0L; from < total; from += size)
                _blocks.Enqueue((target, from, Math.Min(size, total - from)));
        }
        var threads = Enumerable.Range(0, options.Jobs).Select(i => new Thread(() => Work(Path.Combine(root, FormattableString.Invariant($"worker{i}")), clock))).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return _tallies;
    }

    private void Work(string folder, Stopwatch clock)
    {
        WorkerProcess? worker = null;
        while (clock.Elapsed.TotalMinutes < options.Minutes && _blocks.TryDequeue(out var block))
        {
            worker ??= new WorkerProcess(folder, seeds, options);
            var (tally, died, how) = worker.Run(block.Target.Name, block.From, block.Count);
            if (died is { } number)
            {
                Findings.Write(options.Out, block.Target.Name, options.Seed, number, worker.Place, how);
                tally = tally.With(Tally.None with { Cases = 1, Findings = 1 });
                worker.Dispose();
                worker = null;
                if (number + 1 < block.From + block.Count)
                    _blocks.Enqueue((block.Target, number + 1, block.From + block.Count - number - 1));
            }
            _tallies.AddOrUpdate(block.Target.Name, tally, (_, sum) => sum.With(tally));
        }
        worker?.Dispose();
    }
}
