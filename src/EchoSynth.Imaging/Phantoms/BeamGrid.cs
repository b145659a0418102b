namespace EchoSynth.Imaging.Phantoms;

/// <summary>Everything of a scanner that does not depend on the heart: beams, depths, point-spread function, gains, grey map.</summary>
/// <remarks>Rows are depths, columns are beams. Immutable; built once per scanner and shared by all threads.</remarks>
internal sealed class BeamGrid
{
    public const int Depths = 384;
    public const int Beams = 160;
    public const int Samples = Depths * Beams;

    /// <summary>Where the image begins below the virtual apex, mm.</summary>
    public const double FirstDepthMm = 2;

    private const double FwhmPerSigma = 2.3548200450309493;

    public BeamGrid(ScannerPreset scanner)
    {
        Scanner = scanner;
        HalfAngle = scanner.HalfAngleDegrees * Math.PI / 180;
        StepMm = (scanner.DepthMm - FirstDepthMm) / (Depths - 1);
        StepAngle = 2 * HalfAngle / (Beams - 1);
        for (var b = 0; b < Beams; b++)
        {
            var (sine, cosine) = Math.SinCos((b * StepAngle) - HalfAngle);
            (Sines[b], Cosines[b]) = ((float)sine, (float)cosine);
        }

        var lateral = new double[Depths];
        var axial = new double[Depths];
        var smoothLateral = new double[Depths];
        for (var d = 0; d < Depths; d++)
        {
            var depth = FirstDepthMm + (d * StepMm);
            DepthMm[d] = (float)depth;
            var defocus = (depth - scanner.FocusMm) / (2 * scanner.FocusMm);
            lateral[d] = scanner.LateralResolutionDegrees / FwhmPerSigma * Math.PI / 180 / StepAngle * Math.Sqrt(1 + (defocus * defocus));
            // Tissue takes the high frequencies first: the pulse lengthens on its way.
            axial[d] = scanner.AxialResolutionMm / FwhmPerSigma / StepMm * (1 + (0.25 * depth / scanner.DepthMm));
            smoothLateral[d] = Math.Min(3, scanner.SmoothingMm / FwhmPerSigma / (depth * StepAngle));
            var loss = 2 * scanner.AttenuationDbPerCmMHz * scanner.FrequencyMHz * depth / 10;
            var gain = Math.Min(scanner.TgcDbPerCm * depth / 10, 60);
            SignalGain[d] = (float)Math.Pow(10, (gain - loss) / 20);
            NoisePower[d] = (float)Math.Pow(10, (scanner.NoiseDb + gain) / 10);
        }
        PointSpread = new BeamFilter(lateral, axial, unitPower: true);
        if (scanner.SmoothingMm > 0)
            Smoothing = new BeamFilter(smoothLateral, [.. Enumerable.Repeat(scanner.SmoothingMm / FwhmPerSigma / StepMm, Depths)], unitPower: false);
        GreyMap = new GreyMap(scanner);
    }

    public ScannerPreset Scanner { get; }

    public double HalfAngle { get; }

    public double StepMm { get; }

    public double StepAngle { get; }

    public float[] DepthMm { get; } = new float[Depths];

    public float[] Sines { get; } = new float[Beams];

    public float[] Cosines { get; } = new float[Beams];

    /// <summary>Amplitude left after attenuation and compensation, per depth.</summary>
    public float[] SignalGain { get; } = new float[Depths];

    /// <summary>Electronic noise after compensation, per depth.</summary>
    public float[] NoisePower { get; } = new float[Depths];

    public BeamFilter PointSpread { get; }

    public BeamFilter? Smoothing { get; }

    public GreyMap GreyMap { get; }
}
