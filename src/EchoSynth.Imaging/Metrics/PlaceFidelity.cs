namespace EchoSynth.Imaging.Metrics;

/// <summary>The figures of <see cref="StructureFidelity"/> at one place over all pairs that have it, on the 8-bit range 0…255.</summary>
/// <param name="Place">The place.</param>
/// <param name="Mse">Mean squared error, squared grey levels.</param>
/// <param name="Psnr">PSNR, dB: the mean over the pairs that are not equal there; infinite when all are.</param>
/// <param name="Ssim">SSIM.</param>
/// <param name="MultiScale">MS-SSIM; null where it is not measured (inside structures).</param>
/// <param name="Scales">The numbers of scales of the MS-SSIM values, ascending; more than one where sizes differ, and then the mean says little. Empty where it is not
/// measured.</param>
/// <param name="Absent">How many pairs lack the place and were passed over.</param>
public sealed record PlaceFidelity(
    FidelityPlace Place, MeanDeviation Mse, MeanDeviation Psnr, MeanDeviation Ssim, MeanDeviation? MultiScale, IReadOnlyList<int> Scales, int Absent)
{
    internal static PlaceFidelity Of(FidelityPlace place, IReadOnlyCollection<FidelityRow> rows)
    {
        PlaceFigures[] present = [.. rows.Where(r => r.Places.ContainsKey(place)).Select(r => r.Places[place])];
        // One copy would make the mean of a thousand infinite.
        double[] unequal = [.. present.Select(p => p.Psnr).Where(double.IsFinite)];
        MultiScaleSimilarity[] scaled = [.. present.Select(p => p.MultiScale).OfType<MultiScaleSimilarity>()];
        return new PlaceFidelity(
            place,
            MeanDeviation.Of([.. present.Select(p => p.Mse)]),
            MeanDeviation.Of(unequal.Length > 0 ? unequal : [.. present.Select(p => p.Psnr)]),
            MeanDeviation.Of([.. present.Select(p => p.Ssim)]),
            place is FidelityPlace.WholeFrame or FidelityPlace.Sector ? MeanDeviation.Of([.. scaled.Select(s => s.Value)]) : null,
            [.. scaled.Select(s => s.Scales).Distinct().Order()],
            rows.Count - present.Length);
    }
}
