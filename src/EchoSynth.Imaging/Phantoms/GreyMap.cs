namespace EchoSynth.Imaging.Phantoms;

/// <summary>Log compression of echo power to grey, as a table over the bits of the float: exponent and eight bits of mantissa, steps of 0.012 dB.</summary>
internal sealed class GreyMap
{
    /// <summary>The echo amplitude shown white at 0 dB gain.</summary>
    public const double Reference = 1.3;

    /// <summary>The darkest grey inside the sector, so that the sector can be told from the image.</summary>
    public const float Floor = 1 / 255f;

    private const int Shift = 23 - 8;
    private const int LowestExponent = -60;
    private const int HighestExponent = 20;
    private static readonly int Base = BitConverter.SingleToInt32Bits(MathF.ScaleB(1, LowestExponent)) >> Shift;
    private readonly float[] _grey = new float[(HighestExponent - LowestExponent) << 8];

    public GreyMap(ScannerPreset scanner)
    {
        for (var i = 0; i < _grey.Length; i++)
        {
            var power = BitConverter.Int32BitsToSingle(((Base + i) << Shift) | (1 << (Shift - 1)));
            var level = (10 * Math.Log10(power / (Reference * Reference))) + scanner.GainDb;
            var shown = Math.Clamp(1 + (level / scanner.DynamicRangeDb), 0, 1);
            _grey[i] = Floor + ((1 - Floor) * (float)Math.Pow(shown, scanner.GreyGamma));
        }
    }

    /// <summary>Grey in [1/255, 1] of a power that is not negative.</summary>
    public float this[float power]
    {
        get
        {
            var index = (BitConverter.SingleToInt32Bits(power) >> Shift) - Base;
            return _grey[Math.Clamp(index, 0, _grey.Length - 1)];
        }
    }
}
