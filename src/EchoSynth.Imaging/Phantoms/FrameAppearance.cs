namespace EchoSynth.Imaging.Phantoms;

/// <summary>What changes from one recording of the same heart to the next: contact, gain, wall brightness, valve position.</summary>
internal sealed class FrameAppearance
{
    private const int FieldRows = 7;
    private const int FieldColumns = 6;
    private readonly float[] _field = new float[FieldRows * FieldColumns];

    public FrameAppearance(ulong seed, ScannerPreset scanner)
    {
        var random = new PhantomRandom(seed, 0xA99E);
        SeptalGain = (float)random.Uniform(0.85, 1.6);
        LateralGain = (float)random.Uniform(0.4, 1.15);
        ValveJitter = (float)random.Normal(0, 1.2, -2.5, 2.5);
        ValveOpening = (float)random.Uniform(0.25, 1);
        ValveGain = (float)random.Uniform(0.6, 1.1);
        BaseGain = (float)random.Uniform(0.7, 1.4);
        PapillaryGain = (float)random.Uniform(0, 0.28);
        PapillaryAt = (float)random.Uniform(0.42, 0.6);
        FossaGain = (float)random.Uniform(0.1, 0.6);
        GapAt = (float)random.Uniform(0.2, 0.85);
        GapDepth = (float)random.Uniform(0, 0.75);
        Haze = (float)random.Uniform(0.5, 1.4);
        SurroundGain = (float)random.Uniform(0.55, 1.25);
        Gain = (float)random.Normal(0, 0.12, -0.3, 0.3);
        LeftLossDb = (float)(scanner.LateralDropout * random.Uniform(6, 22));
        RightLossDb = (float)(scanner.LateralDropout * random.Uniform(6, 22));
        for (var i = 0; i < _field.Length; i++)
            _field[i] = (float)(0.3 * random.Normal());
    }

    public float SeptalGain { get; }

    public float LateralGain { get; }

    /// <summary>Shift of the leaflet tips, mm.</summary>
    public float ValveJitter { get; }

    /// <summary>How far an open valve really stands open in this frame, 0…1.</summary>
    public float ValveOpening { get; }

    public float ValveGain { get; }

    public float BaseGain { get; }

    public float PapillaryGain { get; }

    /// <summary>Papillary muscle along the cavity, fraction from the apex.</summary>
    public float PapillaryAt { get; }

    /// <summary>Echo left in the thin middle of the interatrial septum.</summary>
    public float FossaGain { get; }

    /// <summary>Where the lateral wall drops out, fraction from the apex.</summary>
    public float GapAt { get; }

    public float GapDepth { get; }

    public float Haze { get; }

    /// <summary>Brightness of what lies around the heart.</summary>
    public float SurroundGain { get; }

    /// <summary>Overall gain, nepers.</summary>
    public float Gain { get; }

    /// <summary>Loss at the sector's left edge, dB.</summary>
    public float LeftLossDb { get; }

    /// <summary>Loss at the sector's right edge, dB.</summary>
    public float RightLossDb { get; }

    /// <summary>Writes the slow gain field of one depth, in nepers, for all beams.</summary>
    public void FillGainRow(double depthFraction, Span<float> row)
    {
        Span<float> line = stackalloc float[FieldColumns];
        var (top, down) = Split(depthFraction, FieldRows);
        for (var c = 0; c < FieldColumns; c++)
            line[c] = _field[(top * FieldColumns) + c] + ((_field[((top + 1) * FieldColumns) + c] - _field[(top * FieldColumns) + c]) * down);
        for (var b = 0; b < row.Length; b++)
        {
            var (left, across) = Split((double)b / (row.Length - 1), FieldColumns);
            row[b] = Gain + line[left] + ((line[left + 1] - line[left]) * across);
        }
    }

    private static (int Index, float Weight) Split(double fraction, int count)
    {
        var position = Math.Clamp(fraction, 0, 1) * (count - 1);
        var index = Math.Min((int)position, count - 2);
        var x = position - index;
        return (index, (float)(x * x * (3 - (2 * x))));
    }
}
