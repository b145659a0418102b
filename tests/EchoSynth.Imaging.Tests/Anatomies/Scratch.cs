using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Phantoms;
using System.Diagnostics;
using Xunit.Abstractions;
namespace EchoSynth.Imaging.Tests.Anatomies;
public sealed class Scratch(ITestOutputHelper o)
{
    [Fact]
    public void Look()
    {
        var w = Stopwatch.StartNew();
        foreach (var i in Enumerable.Range(0, 6))
        {
            var a = PhantomAnatomy.Sample((ulong)i);
            var h = PhantomHearts.Heart(a);
            var m = AnatomyMeasures.Of(h.EndDiastole);
            var s = a.AtPhase(0);
            o.WriteLine($"L {m.LvLengthMm:0.0}/{s.LvLengthMm:0.0} D {m.LvDiameterMm:0.0}/{s.LvDiameterMm:0.0} wall {m.WallThicknessMm:0.0} min {m.WallMinimumMm:0.0}/{s.WallMm:0.0} V {m.LvVolumeMl:0} indep {IndependentVolume.Ml(h.EndDiastole):0} EF {AnatomyMeasures.EjectionFraction(h.EndDiastole, h.EndSystole!):0.0} indep {IndependentVolume.EjectionFraction(h.EndDiastole, h.EndSystole!):0.0}/{a.EjectionFraction*100:0.0} LA {m.AtrialVolumeMl:0} L {m.AtrialLengthMm:0.0}/{s.LaLengthMm:0.0} valid {string.Join(";", AnatomyValidity.Check(h.EndDiastole, h.EndSystole!).Select(p => p.Message))}");
            var outline = OutlineReader.Read(h.EndDiastole, out var why)!;
            var again = OutlineRaster.Draw(outline, ShapeFrame.Of(h.EndDiastole));
            o.WriteLine($"   dice {PhantomHearts.Dice(h.EndDiastole, again, AnatomyLabel.LeftVentricle):0.000} {PhantomHearts.Dice(h.EndDiastole, again, AnatomyLabel.Myocardium):0.000} {PhantomHearts.Dice(h.EndDiastole, again, AnatomyLabel.LeftAtrium):0.000} {why}");
        }
        o.WriteLine($"{w.Elapsed}"); w.Restart();
        var model = PhantomHearts.Model;
        o.WriteLine($"fit {w.Elapsed} modes {model.Deviations.Count} [{string.Join(" ", model.Deviations.Select(d => d.ToString("0.0")))}] res {model.Basis.Residual} explained {model.Explained} skipped {model.Skipped.Count}"); w.Restart();
        var redraws = 0;
        var efs = new List<double>(); var edv = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var a = model.Sample((ulong)i, frame: PhantomHearts.Frame);
            redraws += a.Redraws;
            var r = a.Render(PhantomHearts.Frame);
            efs.Add(AnatomyMeasures.EjectionFraction(r[0], r[1])!.Value); edv.Add(AnatomyMeasures.Of(r[0]).LvVolumeMl!.Value);
        }
        o.WriteLine($"200 samples {w.Elapsed}, redraws {redraws}; EF {efs.Average():0.0} {efs.Min():0.0} {efs.Max():0.0} EDV {edv.Average():0} {edv.Min():0} {edv.Max():0}"); w.Restart();
        foreach (var p in ShapePreset.All)
        {
            for (var i = 0; i < 8; i++)
            {
                var t = p.Draw((ulong)i);
                try
                {
                    var m = model.Reach(t, null, frame: PhantomHearts.Frame);
                    var a = model.Reach(t, (ulong)i, frame: PhantomHearts.Frame);
                    o.WriteLine($"{p.Name} dev {m.Deviation:0.00} random {a.Deviation:0.0} redraws {a.Redraws}");
                }
                catch (ArgumentException e) { o.WriteLine($"{p.Name}: {e.Message}"); }
            }
        }
        o.WriteLine($"presets {w.Elapsed}"); w.Restart();
        var d = new double[6];
        var n = 0;
        foreach (var h in PhantomHearts.Many(1000, 10))
        {
            foreach (var truth in new[] { h.EndDiastole, h.EndSystole! })
            {
                try {
                var c = model.Complete(PhantomHearts.Only(truth, AnatomyLabel.LeftVentricle), [AnatomyLabel.LeftVentricle]);
                o.WriteLine($"complete {PhantomHearts.Dice(c, truth, AnatomyLabel.LeftVentricle):0.000} {PhantomHearts.Dice(c, truth, AnatomyLabel.Myocardium):0.000} {PhantomHearts.Dice(c, truth, AnatomyLabel.LeftAtrium):0.000}");
                n++; } catch (ArgumentException e) { o.WriteLine(e.Message); }
            }
        }
        o.WriteLine($"complete {n} {w.Elapsed}"); w.Restart();
    }
}
