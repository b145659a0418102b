using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Training;

namespace EchoSynth.Cli.Work;

/// <summary>How much phantoms of one mask differ when they are recorded again: what the spread over seeds has to reach.</summary>
internal sealed class RedrawSpread(PhantomDataset phantoms, IReadOnlyList<EchoItem> items)
{
    /// <summary>Fine and coarse spread of as many redraws of the same masks as there are synthetic images.</summary>
    public (double Fine, double Coarse) Of(IReadOnlyList<ValidationSample> samples)
    {
        var (fine, coarse) = (new List<double>(), new List<double>());
        foreach (var sample in samples)
        {
            var item = items.First(i => i.Id == sample.Id);
            EchoImage[] redraws = [.. Enumerable.Range(1, sample.Synthetic.Count).Select(draw => Resampling.FitToSquare(phantoms.Redraw(item, draw), sample.Real.Width))];
            var sector = Regions.Sector(sample.Mask, sample.Real);
            fine.Add(SeedSpread.Measure(redraws, sector));
            coarse.Add(SeedSpread.MeasureCoarse(redraws, sector));
        }
        return (fine.Average(), coarse.Average());
    }
}
