using EchoSynth.Augmentation;
using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using TorchSharp;
using Xunit.Abstractions;

namespace EchoSynth.Tests.Training;

/// <summary>A thousand steps with everything switched on; docs/long-trainings.md has the same of the smallest preset.</summary>
public sealed class LongRunTests(ITestOutputHelper output)
{
    [Fact]
    public void AThousandStepsLeaveNoTensorsAndNoMemoryBehind()
    {
        // Wide and large enough for Winograd's convolution, whose weights are prepared anew at every validation and snapshot.
        using var model = new EchoModel(new SpadeUNetDenoiser(Tiny.SpadeOptions with { Width = 32, Multipliers = [1], SpaceToDepth = 1 }), Tiny.Size);
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(1000) with
        {
            Images = 2000, BatchSize = 1, AccumulationSteps = 2, GradientClip = 1, SpreadWeight = 0.7, SsimWeight = 0.5, RegionWeights = new RegionWeights { Myocardium = 2 }, Augmentation = AugmentationOptions.Mild,
            SnapshotInterval = 50, CheckpointInterval = 100, Validation = new ValidationOptions { Interval = 50, Pairs = 3, SpreadPairs = 2, Seeds = 2 },
        });
        var (steps, tensors, memory) = (new List<long>(), new List<long>(), new List<double>());
        trainer.Happened += (_, happened) =>
        {
            if (happened is not TrainingEvent.Progressed || happened.Step % 100 != 0)
                return;
            steps.Add(happened.Step);
            tensors.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            memory.Add(ResidentMemory.Read() / 1048576.0);
        };
        trainer.Train(Tiny.Data(), Tiny.TemporaryFolder(), HeldOut());
        for (var i = 0; i < steps.Count; i++)
            output.WriteLine(FormattableString.Invariant($"step {steps[i]}: {tensors[i]} live tensors, {memory[i]:0.0} MiB resident"));

        Assert.Equal(1000, steps[^1]);
        Assert.All(tensors.Skip(1), t => Assert.Equal(tensors[1], t));
        // The project turns tiered compilation off, whose second pass alone was 5 MiB. Other tests ran in this process before, and the collector gives memory back when it likes: a leak shows as growth
        // throughout, so the middle of four readings after the beginning is compared with that of the last four, 500 steps later. 3.3 MiB over 500 steps is 7 KiB a step; a lost activation is more.
        var growth = Middle(memory.TakeLast(4)) - Middle(memory.Skip(1).Take(4));
        Assert.True(growth < 3.3, FormattableString.Invariant($"resident memory grew by {growth:0.0} MiB"));
    }

    private static double Middle(IEnumerable<double> four) => four.Order().Skip(1).Take(2).Average();

    private static TrainingSet HeldOut() => new([.. Tiny.Data(4).Pairs.Select(p => p with { Item = p.Item with { Id = "held-" + p.Item.Id, PatientId = "held" } })]);
}
