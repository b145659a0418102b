using EchoSynth.Imaging.Privacy;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Privacy;

public class MembershipInferenceTests
{
    [Fact]
    public void The_area_is_the_share_of_pairs_in_the_right_order()
    {
        double[] members = [3, 1, 2, 2], others = [0, 2, 1.5];
        var wins = members.Sum(m => others.Sum(o => m > o ? 1 : m == o ? 0.5 : 0));
        var result = MembershipInference.Measure(members, Names(4), others, Names(3));
        Assert.Equal(wins / 12, result.Auc.Value, 1e-12);
        Assert.Equal((0.25, 0.25, 4, 3), (result.TprAt1, result.TprAt10, result.Members, result.NonMembers));
    }

    [Fact]
    public void Chance_is_a_half_and_certainty_is_one()
    {
        var random = new Random(1);
        double[] Draw(int count, double mean) => [.. Enumerable.Range(0, count).Select(_ => mean + random.NextDouble())];
        var chance = MembershipInference.Measure(Draw(500, 0), Names(500), Draw(400, 0), Names(400));
        Assert.InRange(0.5, chance.Auc.Low, chance.Auc.High);
        Assert.InRange(chance.Auc.High - chance.Auc.Low, 0.05, 0.1); // 3.9 standard errors of 0.019
        Assert.InRange(chance.TprAt10, 0.06, 0.15);
        var certain = MembershipInference.Measure(Draw(50, 2), Names(50), Draw(40, 0), Names(40));
        Assert.Equal((1, 1, 1, 1), (certain.Auc.Value, certain.Auc.Low, certain.TprAt1, certain.TprAt10));
        Assert.Equal(0.5, MembershipInference.Measure([1, 1], Names(2), [1], Names(1)).Auc.Value);
    }

    [Fact]
    public void Images_of_one_patient_count_as_one()
    {
        var random = new Random(2);
        double[] Patients(int count) => [.. Enumerable.Range(0, count).SelectMany(_ => Enumerable.Repeat(random.NextDouble(), 10))];
        var (a, b) = (Patients(20), Patients(20));
        string[] patients = [.. Enumerable.Range(0, 200).Select(i => $"{i / 10}")];
        var (byPatient, byImage) = (MembershipInference.Measure(a, patients, b, patients).Auc, MembershipInference.Measure(a, Names(200), b, Names(200)).Auc);
        Assert.Equal(byImage.Value, byPatient.Value);
        Assert.True(byPatient.High - byPatient.Low > 2 * (byImage.High - byImage.Low));
    }

    [Fact]
    public void The_chance_of_a_share_is_that_of_drawing_it()
    {
        // One case below the lowest of nine others: 1 / 10; all of two below it: 2! 9! / 11! · 10 … by hand 1/10 · 2/11.
        Assert.Equal(0.1, SpaceAudit.UpperTail(1, 1, 1, 9), 1e-12);
        Assert.Equal(2.0 / 110, SpaceAudit.UpperTail(2, 2, 1, 9), 1e-12);
        Assert.Equal(1, SpaceAudit.UpperTail(0, 50, 1, 9));
    }

    [Fact]
    public void Wrong_input_is_refused()
    {
        Fixture.Throws<ArgumentException>(() => MembershipInference.Measure([], [], [1], ["a"]), "no scores");
        Fixture.Throws<ArgumentException>(() => MembershipInference.Measure([1], [], [1], ["a"]), "0 patients for 1");
        Fixture.Throws<ArgumentException>(() => MembershipInference.Measure([double.NaN], ["a"], [1], ["a"]), "not finite");
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"{i}")];
}
