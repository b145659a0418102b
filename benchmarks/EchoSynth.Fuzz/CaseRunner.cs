using System.Diagnostics;
using System.IO.Hashing;
using System.Text;
using EchoSynth.Imaging;

namespace EchoSynth.Fuzz;

/// <summary>Makes case after case of one target, runs it and judges it. Case n is the same whatever ran before it.</summary>
/// <param name="target">The parser.</param>
/// <param name="seeds">Its valid inputs.</param>
/// <param name="folder">Where the cases lie, below one folder that nothing else writes to.</param>
/// <param name="seed">Of the whole run.</param>
internal sealed class CaseRunner(FuzzTarget target, IReadOnlyList<FuzzSeed> seeds, string folder, ulong seed)
{
    private const int Tries = 3;

    private static readonly EnumerationOptions s_all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>What lies in the folder but for one file that was altered.</summary>
    private (FuzzSeed? Seed, string Name) _last;

    /// <summary>The files of the case that ran last, for a finding.</summary>
    public string Place { get; } = Path.Combine(folder, "case");

    /// <summary>Whether nothing else runs in this process: else time is another's too, ten times as much is allowed, and only this thread's allocations count.</summary>
    public bool Alone { get; init; } = true;

    private TimeSpan Limit => Alone ? target.Limit : 10 * target.Limit;

    public CaseResult Run(long number)
    {
        var random = new Random(unchecked((int)XxHash32.HashToUInt32(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{target.Name} {seed} {number}")))));
        var chosen = seeds[random.Next(seeds.Count)];
        var name = chosen.Altered[random.Next(chosen.Altered.Count)];
        Write(chosen);
        _last = (chosen, name);
        var path = Path.Combine(Place, name);
        if (target.FolderCases > 0 && random.Next(target.FolderCases) == 0)
        {
            _last = default;
            FolderMutator.Change(Place, name, random);
        }
        else
        {
            var twins = target.Threads && random.Next(4) == 0;
            var others = seeds.SelectMany(s => s.Altered.Where(n => Path.GetExtension(n) == Path.GetExtension(name)).Select(n => s.Files[n])).ToList();
            var (other, alteration) = (others[random.Next(others.Count)], random.Next());
            File.WriteAllBytes(path, FileMutator.Mutate(name, chosen.Files[name], other, new Random(alteration)));
            // What image and mask must have in common is altered in both, or it would be refused for that.
            foreach (var twin in twins ? chosen.Altered.Where(n => n != name && Path.GetExtension(n) == Path.GetExtension(name) && Path.GetDirectoryName(n) == Path.GetDirectoryName(name)) : [])
            {
                File.WriteAllBytes(Path.Combine(Place, twin), FileMutator.Mutate(twin, chosen.Files[twin], other, new Random(alteration)));
                _last = default;
            }
        }
        if (target.Repair is { } repair)
        {
            repair(path);
            _last = default;
        }
        return Judge(path);
    }

    private CaseResult Judge(string path)
    {
        var files = new DirectoryInfo(Place).EnumerateFiles("*", s_all).ToDictionary(f => f.FullName, f => (int)f.Length);
        var (bound, size, listed) = (FuzzTarget.AllocationBound(files), files.Values.Sum(n => (long)n), Listing());
        CaseResult result = null!;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var one = Once(path, size);
            if (one.Finding is not null)
                return one;
            result = result is null ? one : result with
            {
                Elapsed = new TimeSpan(Math.Min(one.Elapsed.Ticks, result.Elapsed.Ticks)),
                Allocated = Math.Min(one.Allocated, result.Allocated),
            };
            // A second try takes neither the compiler's time nor that of other programs.
            if (result.Elapsed <= Limit && result.Allocated <= bound)
                break;
        }
        return result.Elapsed > Limit ? result with { Finding = $"it takes {result.Elapsed.TotalSeconds:F2} s; {Limit.TotalSeconds} s are allowed." }
            : result.Allocated > bound ? result with { Finding = $"it allocates {result.Allocated} bytes for a file of {size}; {bound} are allowed." }
            : Listing() != listed ? Changed(result)
            : result;

        CaseResult Changed(CaseResult one)
        {
            _last = default;
            return one with { Finding = "files in its folder were written, changed or removed." };
        }
    }

    private CaseResult Once(string path, long size)
    {
        var (before, clock) = (Allocated(), Stopwatch.StartNew());
        var (accepted, finding, message) = (false, (string?)null, (string?)null);
        try
        {
            target.Run(Place, path);
            accepted = true;
        }
        catch (Exception error) when (error is EchoFormatException || target.Documented.Contains(error.GetType()))
        {
            message = error.Message;
        }
        catch (Exception error)
        {
            finding = error.ToString();
        }
        return new CaseResult(accepted, finding, clock.Elapsed, Allocated() - before, size, message);
    }

    // Data sets are opened by several threads.
    private long Allocated() => Alone && target.Threads ? GC.GetTotalAllocatedBytes() : GC.GetAllocatedBytesForCurrentThread();

    private void Write(FuzzSeed chosen)
    {
        if (_last.Seed == chosen)
        {
            File.WriteAllBytes(Path.Combine(Place, _last.Name), chosen.Files[_last.Name]);
            return;
        }
        if (Directory.Exists(Place))
            Directory.Delete(Place, recursive: true);
        foreach (var (name, bytes) in chosen.Files)
        {
            var path = Path.Combine(Place, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    private string Listing() => string.Join('\n', new DirectoryInfo(Place).EnumerateFileSystemInfos("*", s_all)
        .Select(f => FormattableString.Invariant($"{f.FullName} {(f as FileInfo)?.Length} {f.LastWriteTimeUtc.Ticks}")).Order(StringComparer.Ordinal));
}
