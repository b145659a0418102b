using System.Diagnostics;
using Xunit.Abstractions;

namespace EchoSynth.Cli.Tests.Kill;

/// <summary>Thirty times SIGKILL: trainings resume and end, to the bit, as the one that was never killed.</summary>
[Collection(WorkspaceTests.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 30, Seed = 20261122;

    /// <summary>When a life ends: at any moment, a moment after something begins to be written, or before it trains, while it puts in order what the one before left.</summary>
    private enum Moment
    {
        Any,
        Start,
        Checkpoint,
        Model,
        Best,
    }

    [UnixFact]
    public void Thirty_kills_checkpoint_writes_among_them_change_nothing()
    {
        var root = Directory.CreateTempSubdirectory("echosynth-kill-").FullName;
        var straight = Path.Combine(root, "straight");
        using (var run = new KillTarget(straight))
            run.Finish();

        var random = new Random(Seed);
        var (killed, writing, trainings) = (0, new Dictionary<string, int>(StringComparer.Ordinal), 0);
        for (var folder = Path.Combine(root, "killed-0"); ; folder = Path.Combine(root, $"killed-{++trainings}"))
        {
            var ended = false;
            while (!ended && killed < Kills)
            {
                var (moment, delay) = (Next(killed), random.NextDouble());
                using var target = moment == Moment.Start ? new KillTarget(folder) : Live(folder);
                Await(target, moment, delay, folder);
                ended = !target.Kill();
                KilledFolder.CheckNamed(folder);
                if (ended)
                    continue;
                killed++;
                var left = KilledFolder.Leftovers(folder);
                var kind = moment == Moment.Start ? "before it trained" : left.Length == 0 ? "between writes" : left[0].Split(Path.DirectorySeparatorChar) is ["training", ..] ? "in a checkpoint" : "in a model";
                writing[kind] = writing.GetValueOrDefault(kind) + 1;
                output.WriteLine($"kill {killed}, training {trainings}: aimed at {moment} ({delay:0.00}), began with {target.Begun}, last step {target.Step}, {kind}: {string.Join(", ", left)}");
            }
            // What is left goes through without a kill, once the thirty are done.
            using (var last = Live(folder))
                last.Finish();
            KilledFolder.CheckSame(straight, folder);
            Assert.Empty(KilledFolder.Leftovers(folder));
            Assert.Equal(KillHost.CheckpointsKept, Directory.GetDirectories(Path.Combine(folder, "training")).Length);
            if (killed == Kills)
                break;
        }
        output.WriteLine($"{killed} kills in {trainings + 1} trainings: {string.Join(", ", writing.OrderBy(w => w.Key).Select(w => $"{w.Value} {w.Key}"))}");
        Assert.True(writing.GetValueOrDefault("in a checkpoint") >= Kills / 5, "too few kills fell into the writing of a checkpoint");
        Directory.Delete(root, recursive: true);
    }

    /// <summary>Starts the training and checks that it goes on from the newest whole checkpoint.</summary>
    private static KillTarget Live(string folder)
    {
        var (named, whole) = (KilledFolder.Newest(folder), KilledFolder.NewestWhole(folder));
        var target = new KillTarget(folder).Training();
        Assert.True(whole == target.Begun, $"began with {target.Begun}, the newest whole checkpoint is {whole}; {target}");
        Assert.True(whole >= named);
        return target;
    }

    private static Moment Next(int kill) => (kill % 6) switch
    {
        0 => Moment.Any,
        3 => Moment.Start,
        4 => Moment.Model,
        5 => Moment.Best,
        _ => Moment.Checkpoint,
    };

    private static void Await(KillTarget target, Moment moment, double delay, string folder)
    {
        var clock = Stopwatch.StartNew();
        if (moment is Moment.Any or Moment.Start)
        {
            Thread.Sleep(TimeSpan.FromMilliseconds((moment == Moment.Start ? 900 : 400) * delay));
            return;
        }
        // The first write of a life, or a later one.
        for (var skip = (int)(3 * delay); skip >= 0 && !target.HasExited; skip--)
        {
            while (!target.HasExited && Writes(moment, folder) && clock.Elapsed.TotalSeconds < 60)
                Thread.Yield();
            while (!target.HasExited && !Writes(moment, folder) && clock.Elapsed.TotalSeconds < 60)
                Thread.Yield();
        }
        Thread.Sleep(TimeSpan.FromMilliseconds(15 * (3 * delay % 1)));
    }

    private static bool Writes(Moment moment, string folder)
    {
        var (place, what) = moment switch
        {
            Moment.Checkpoint => (Path.Combine(folder, "training"), "*.tmp"),
            Moment.Model => (folder, "*.tmp"),
            _ => (Path.Combine(folder, "best"), "*.tmp"),
        };
        try
        {
            return Directory.EnumerateFileSystemEntries(place, what).Any();
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }
}
