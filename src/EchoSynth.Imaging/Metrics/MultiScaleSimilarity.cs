namespace EchoSynth.Imaging.Metrics;

/// <summary>MS-SSIM of Wang, Simoncelli and Bovik 2003: SSIM over five scales, each half the size of the one before, range 0…255.</summary>
/// <remarks>
/// The value is Π cs_j^w_j over all scales but the last, times ssim^w of the last: cs is the mean contrast-structure factor, ssim the mean SSIM, so luminance counts at
/// the last scale only; weights 0.0448, 0.2856, 0.3001, 0.2363, 0.1333; window as in <see cref="StructuralSimilarity"/>. A mean below 0 counts as 0, and so does the
/// product, as in the common implementations. The next scale is the mean of 2 × 2 pixels, the last row or column of an odd size counting twice (the authors' imfilter with
/// symmetric borders).
/// Five scales need a shorter side of 11 · 2⁴ = 176 pixels. Of smaller images as many scales count as leave 11 pixels (88: 4, 44: 3, 22: 2, 11: 1), their weights scaled
/// to a sum of 1; values of different numbers of scales cannot be compared.
/// </remarks>
/// <param name="Value">0…1; 1 for equal images.</param>
/// <param name="Scales">How many scales were used, 1…5.</param>
public sealed record MultiScaleSimilarity(double Value, int Scales)
{
    /// <summary>Over the whole frame; at each scale over the pixels whose window lies inside it.</summary>
    /// <param name="a">An image of at least 11 × 11 pixels.</param>
    /// <param name="b">Another of the same size.</param>
    /// <exception cref="ArgumentException">Different sizes, or smaller than the window.</exception>
    public static MultiScaleSimilarity Measure(EchoImage a, EchoImage b) => new SimilarityPyramid(a, b).WholeFrame();

    /// <summary>Inside a region; windows reach over its border, and are reflected at the frame's.</summary>
    /// <param name="a">An image of at least 11 × 11 pixels.</param>
    /// <param name="b">Another of the same size.</param>
    /// <param name="region">
    /// Row-major [Height × Width]: where to measure. It is made smaller like the images: at each scale a pixel weighs as much as the share of it that lies in the region,
    /// so no region vanishes.
    /// </param>
    /// <exception cref="ArgumentException">Different sizes, smaller than the window, or nothing in the region.</exception>
    public static MultiScaleSimilarity Measure(EchoImage a, EchoImage b, ReadOnlySpan<bool> region)
    {
        MetricInput.CheckSameSize(a, b);
        MetricInput.CheckRegion(a, region);
        return new SimilarityPyramid(a, b).Within(region);
    }
}
