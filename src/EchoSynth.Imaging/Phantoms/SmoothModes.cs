namespace EchoSynth.Imaging.Phantoms;

/// <summary>A smooth random function of [0, 1] made of four Fourier modes, falling off with the square of the frequency; unit variance.</summary>
internal readonly struct SmoothModes
{
    private const int Count = 4;
    private readonly double[] _cosine;
    private readonly double[] _sine;

    public SmoothModes(ref PhantomRandom random)
    {
        (_cosine, _sine) = (new double[Count], new double[Count]);
        var norm = 0.0;
        for (var k = 0; k < Count; k++)
            norm += Weight(k) * Weight(k);
        for (var k = 0; k < Count; k++)
        {
            var weight = Weight(k) / Math.Sqrt(norm);
            _cosine[k] = weight * random.Normal();
            _sine[k] = weight * random.Normal();
        }
    }

    public double At(double u)
    {
        var sum = 0.0;
        for (var k = 0; k < Count; k++)
        {
            var (sine, cosine) = Math.SinCos(Math.PI * (k + 1) * u);
            sum += (_cosine[k] * cosine) + (_sine[k] * sine);
        }
        return sum;
    }

    private static double Weight(int k) => 1.0 / ((k + 1) * (k + 1));
}
