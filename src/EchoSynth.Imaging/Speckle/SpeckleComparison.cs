using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Speckle;

/// <summary>Speckle statistics of each tissue and the contrast between left ventricle and myocardium, of real and of synthetic images: add pairs or unpaired images, then
/// ask for the <see cref="Report"/>.</summary>
/// <remarks>A tissue that an image lacks is passed over and counted. Not safe for concurrent calls.</remarks>
/// <param name="options">How pixels are read; grey values when null.</param>
public sealed class SpeckleComparison(SpeckleOptions? options = null)
{
    private readonly SpeckleOptions _options = options ?? new SpeckleOptions();
    private readonly Side _real = new(), _synthetic = new();

    /// <summary>How many real images were added.</summary>
    public int RealImages => _real.Contrast.Count;

    /// <summary>How many synthetic images were added.</summary>
    public int SyntheticImages => _synthetic.Contrast.Count;

    /// <summary>Takes the speckle of each tissue of a real image and of the synthetic one of its mask into the figures.</summary>
    /// <param name="real">The real image.</param>
    /// <param name="synthetic">The synthetic image, of the same size.</param>
    /// <param name="mask">The mask of both.</param>
    /// <param name="sector">Row-major [Height × Width]: true inside the sector of both.</param>
    /// <exception cref="ArgumentException">Different sizes.</exception>
    public void Add(EchoImage real, EchoImage synthetic, AnatomyMask mask, ReadOnlySpan<bool> sector)
    {
        MetricInput.CheckSameSize(real, synthetic);
        AddReal(real, mask, sector);
        AddSynthetic(synthetic, mask, sector);
    }

    /// <summary>Adds a real image alone.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">Its mask.</param>
    /// <param name="sector">Row-major [Height × Width]: true inside its sector.</param>
    /// <exception cref="ArgumentException">Different sizes.</exception>
    public void AddReal(EchoImage image, AnatomyMask mask, ReadOnlySpan<bool> sector) => Add(_real, image, mask, sector);

    /// <summary>Adds a synthetic image alone.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">Its mask.</param>
    /// <param name="sector">Row-major [Height × Width]: true inside its sector.</param>
    /// <exception cref="ArgumentException">Different sizes.</exception>
    public void AddSynthetic(EchoImage image, AnatomyMask mask, ReadOnlySpan<bool> sector) => Add(_synthetic, image, mask, sector);

    /// <summary>The figures so far; of no images every mean is NaN and every count 0.</summary>
    public SpeckleReport Report() => new(
        [.. Enum.GetValues<SpeckleTissue>().Select(t => new TissueSpeckle(t, SpeckleSummary.Of(_real.Tissues[(int)t]), SpeckleSummary.Of(_synthetic.Tissues[(int)t])))],
        ContrastSummary.Of(_real.Contrast),
        ContrastSummary.Of(_synthetic.Contrast),
        _options);

    private void Add(Side side, EchoImage image, AnatomyMask mask, ReadOnlySpan<bool> sector)
    {
        MetricInput.CheckMask(image, mask, sector);
        var amplitudes = _options.Amplitudes(image.Pixels);
        var (ventricle, myocardium) = (Regions.Of(mask, AnatomyLabel.LeftVentricle), Regions.Of(mask, AnatomyLabel.Myocardium));
        bool[][] regions = [ventricle, myocardium, Regions.Of(mask, AnatomyLabel.LeftAtrium), Regions.Surround(mask, sector)];
        for (var t = 0; t < regions.Length; t++)
            side.Tissues[t].Add(SpeckleStatistics.Measure(image, amplitudes, regions[t], _options));
        side.Contrast.Add(RegionContrast.Measure(image, amplitudes, ventricle, myocardium));
    }

    private sealed class Side
    {
        public List<SpeckleStatistics>[] Tissues { get; } = [.. Enum.GetValues<SpeckleTissue>().Select(_ => new List<SpeckleStatistics>())];

        public List<RegionContrast> Contrast { get; } = [];
    }
}
