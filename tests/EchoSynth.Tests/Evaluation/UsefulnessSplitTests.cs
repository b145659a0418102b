using EchoSynth.Evaluation;
using EchoSynth.Imaging.Datasets;
using static EchoSynth.Tests.Evaluation.EvaluationHearts;

namespace EchoSynth.Tests.Evaluation;

public sealed class UsefulnessSplitTests
{
    [Fact]
    public void Synthetic_images_of_training_masks_train_and_all_held_out_patients_test()
    {
        var sets = Sets(Hearts("s", 0, 24, 5), i => Seen[i].Item.Id);
        var split = UsefulnessSplit.Of(sets);
        Assert.Equal((24, 24, 24), (split.Training.Count, split.Test.Count, split.Synthetic.Count));
        Assert.Empty(split.Notes);
    }

    [Fact]
    public void A_test_patients_anatomy_is_never_trained_on()
    {
        var sets = Honest;
        var split = UsefulnessSplit.Of(sets);
        var tested = split.Test.Select(p => p.Item.PatientId).ToHashSet();
        Assert.Equal((12, 12), (split.Test.Count, split.Synthetic.Count));
        Assert.DoesNotContain(split.Synthetic, p => tested.Contains(p.Item.PatientId));
        Assert.DoesNotContain(split.Training, p => tested.Contains(p.Item.PatientId));
        Assert.Null(split.Unseen);
        Assert.Contains("12 of the 24 held-out patients test", split.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Masks_are_looked_for_in_images_of_test_patients_where_there_are_enough()
    {
        EchoPair[] twice = [.. Honest.Synthetic, .. Hearts("q", 100, 24, 6)];
        var split = UsefulnessSplit.Of(Sets(twice, i => HeldOut[i % 24].Item.Id));
        var tested = split.Test.Select(p => p.Item.PatientId).ToHashSet();
        Assert.Equal(24, split.Unseen!.Count);
        Assert.All(split.Unseen, p => Assert.Contains(p.Item.PatientId, tested));
    }

    [Fact]
    public void Real_images_of_one_set_are_divided_by_patient()
    {
        var split = UsefulnessSplit.Of(new EvaluationSets { HeldOut = HeldOut, Synthetic = Hearts("s", 300, 24, 1) });
        Assert.Equal((17, 7, 24), (split.Training.Count, split.Test.Count, split.Synthetic.Count));
        Assert.Empty(split.Training.Select(p => p.Item.PatientId).Intersect(split.Test.Select(p => p.Item.PatientId)));
        Assert.Contains("17 real images to train on; 20 are needed", split.TooSmall(), StringComparison.Ordinal);
    }
}
