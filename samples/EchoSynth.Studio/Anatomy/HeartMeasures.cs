namespace EchoSynth.Studio.Anatomy;

/// <summary>What contours measure: single-plane volumes by the method of discs, the rest along and across the long axis.</summary>
/// <param name="EndDiastolicMl">LV volume at end-diastole, mL.</param>
/// <param name="EndSystolicMl">LV volume at end-systole, mL.</param>
/// <param name="EjectionFraction">(EDV − ESV)/EDV of the contours, a fraction.</param>
/// <param name="LvLengthMm">LV long axis at the moment shown, mm.</param>
/// <param name="LvDiameterMm">Largest LV diameter at the moment shown, mm.</param>
/// <param name="WallMm">Mean wall thickness at the moment shown, mm, without the base.</param>
/// <param name="AtrialAreaCm2">LA area at the moment shown, cm².</param>
public sealed record HeartMeasures(double EndDiastolicMl, double EndSystolicMl, double EjectionFraction, double LvLengthMm, double LvDiameterMm, double WallMm, double AtrialAreaCm2)
{
    internal static HeartMeasures Of(Heart diastole, Heart systole, Heart shown)
    {
        var axis = new HeartAxis(shown);
        var (before, after) = (Millilitres(diastole), Millilitres(systole));
        var walls = shown.Endocardium.Where(p => axis.To(p).T < axis.CavityTop + (0.7 * axis.CavityLength)).Select(p => Curve.Distance(shown.Epicardium, p)).DefaultIfEmpty(0).Average();
        return new HeartMeasures(
            Math.Round(before, 1), Math.Round(after, 1), Math.Round((before - after) / before, 3),
            Math.Round(axis.CavityLength, 1), Math.Round(axis.Slices(shown.Endocardium, 60).Widths.Max(), 1), Math.Round(walls, 1), Math.Round(Curve.Area(shown.AtrialLine) / 100, 1));
    }

    private static double Millilitres(Heart heart) => new HeartAxis(heart).Volume(heart.Endocardium) / 1000;
}
