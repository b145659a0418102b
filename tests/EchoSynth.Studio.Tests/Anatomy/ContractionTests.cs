using EchoSynth.Imaging.Phantoms;
using EchoSynth.Studio.Anatomy;
using EchoSynth.Studio.Api;

namespace EchoSynth.Studio.Tests.Anatomy;

public sealed class ContractionTests
{
    [Theory]
    [InlineData(0.15)]
    [InlineData(0.45)]
    [InlineData(0.8)]
    public void EjectsWhatIsAskedAndKeepsTheMuscle(double fraction)
    {
        // A shape that no phantom has: one side pulled out.
        var start = StartHeart.Of(PhantomAnatomy.Sample(3));
        var (cavity, wall) = (start.Cavity.ToArray(), start.Wall.ToArray());
        (cavity[6], wall[6]) = (cavity[6] + new Mm(7, 2), wall[6] + new Mm(8, 2));
        var diastole = new Heart(cavity, wall, start.Atrium);
        var systole = Contraction.At(diastole, fraction, 0.5, 1);
        var (before, after) = (new HeartAxis(diastole), new HeartAxis(systole));

        Assert.Equal(1 - fraction, after.Volume(systole.Endocardium) / before.Volume(diastole.Endocardium), 2);
        var muscle = before.Volume(diastole.Outer) - before.Volume(diastole.Endocardium);
        Assert.Equal(1, (after.Volume(systole.Outer) - after.Volume(systole.Endocardium)) / muscle, 1);
        Assert.True((before.Apex - after.Apex).Length < 1.5, "the apex stays");
        Assert.True((systole.Annulus - before.Apex).Length < before.AnnulusAt, "the annulus moves up");
        Assert.True(after.CavityTop > before.CavityTop, "the wall thickens");
    }

    [Fact]
    public void TheAtriumFillsUnderARoofThatStays()
    {
        var diastole = StartHeart.Of(PhantomAnatomy.Sample(5));
        var systole = Contraction.At(diastole, 0.6, 0.5, 1);

        Assert.True(Curve.Area(systole.AtrialLine) > 1.2 * Curve.Area(diastole.AtrialLine));
        Assert.InRange(systole.AtrialLine.Max(p => p.Z) - diastole.AtrialLine.Max(p => p.Z), -2, 2);
    }

    [Fact]
    public void EveryHeartMayContractAsFarAsCanBeAsked()
    {
        for (var seed = 1UL; seed <= 40; seed++)
        {
            foreach (var fraction in new[] { 0.15, 0.8 })
            {
                var problems = new FieldProblems();
                ContourCheck.Contracted(Contraction.At(StartHeart.Of(PhantomAnatomy.Sample(seed)), fraction, 0.5, 1), problems);
                Assert.False(problems.Any, $"heart {seed}, {fraction}: {string.Join(" ", problems.ToDictionary().SelectMany(p => p.Value))}");
            }
        }
    }

    [Fact]
    public void TheCycleRestsAtItsEnds()
    {
        var cycle = Enumerable.Range(0, 16).Select(i => Cycle.At(i, 16)).ToArray();

        Assert.Equal(0, cycle[0]);
        Assert.Equal(1, cycle[Cycle.EndSystole(16)]);
        Assert.True(cycle[1] < 0.1 && cycle[15] < 0.1);
        Assert.Equal(6, Cycle.EndSystole(16));
    }
}
