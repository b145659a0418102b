using System.Reflection;
using EchoSynth.Telemetry;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using Microsoft.Extensions.Logging;

namespace EchoSynth.Tests.Telemetry;

/// <summary>The numbers that operators filter by: nothing may change one by accident.</summary>
public sealed class EventIdTests
{
    private static readonly Dictionary<int, string> s_published = new()
    {
        [1001] = "TrainingStarted Information", [1002] = "CheckpointSaved Information", [1003] = "CheckpointDamaged Warning", [1004] = "TrainingEstimated Information", [1005] = "TrainingValidated Information",
        [1006] = "TrainingRolledBack Warning", [1007] = "TrainingWarning Warning", [1008] = "TrainingStoppedEarly Information", [1009] = "TrainingCompleted Information", [1010] = "TrainingCancelled Information",
        [1011] = "TrainingResumed Information", [2001] = "ImagesDrawn Debug", [2002] = "MicroBatchHalved Warning", [3001] = "ModelLoaded Information", [3002] = "ThreadsSet Information",
        [4001] = "RanksMet Information", [4002] = "RankLeftUnheard Warning",
    };

    [Fact]
    public void EveryMessageHasOneOfThePublishedNumbersAndLevels()
    {
        var names = typeof(EchoSynthEvents).GetFields().ToDictionary(f => (int)f.GetRawConstantValue()!, f => f.Name);
        var messages = typeof(EchoSynthEvents).Assembly.GetTypes().SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(m => m.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().ToDictionary(a => a.EventId, a => $"{names[a.EventId]} {a.Level}");
        Assert.Equal(s_published.OrderBy(p => p.Key), messages.OrderBy(p => p.Key));
        Assert.Equal(s_published.Keys.Order(), names.Keys.Order());
    }

    [Fact]
    public void TheDocumentedTableIsThisOne()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "docs", "operations.md")))
            folder = folder.Parent;
        var text = File.ReadAllText(Path.Combine(folder.FullName, "docs", "operations.md"));
        Assert.All(s_published, p => Assert.Contains($"| {p.Key} | {string.Join(" | ", p.Value.Split(' '))} |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void ATrainingLogsItsCourse()
    {
        var log = new LogLines<Trainer>();
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        var folder = Tiny.TemporaryFolder();
        using (var trainer = new Trainer(model, patch, Tiny.Training(3), log))
        {
            using var stop = new CancellationTokenSource();
            trainer.Happened += (_, happened) =>
            {
                if (happened is TrainingEvent.Progressed { Step: 2 })
                    stop.Cancel();
            };
            Assert.Throws<OperationCanceledException>(() => trainer.Train(Tiny.Data(), folder, cancellationToken: stop.Token));
        }
        using var again = new Trainer(model, patch, Tiny.Training(3), log);
        again.Resume(folder);
        again.Train(Tiny.Data(), folder);
        Assert.Equal([1001, 1002, 1010, 1011, 1001, 1002, 1009], log.Lines.Select(l => l.Id));
    }
}
