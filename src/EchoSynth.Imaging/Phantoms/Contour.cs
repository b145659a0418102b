namespace EchoSynth.Imaging.Phantoms;

/// <summary>A chamber's outline along the long axis: a centre line and a half-width, tabulated over the depth t below the epicardial apex.</summary>
/// <remarks>The half-width is kept squared: it is linear where the outline closes, so a coarse table stays exact there.</remarks>
internal sealed class Contour
{
    private const float StepMm = 0.5f;
    private const float PadMm = 14;
    private readonly float[] _squared;
    private readonly float[] _centre;
    private readonly float _start;
    private readonly float _inverseScale;

    /// <param name="top">Where it begins, t in mm.</param>
    /// <param name="bottom">Where it ends, t in mm.</param>
    /// <param name="closedTop">Whether it runs out by itself at the top (an apex) or is cut (an annulus).</param>
    /// <param name="closedBottom">The same at the bottom.</param>
    /// <param name="squaredHalfWidth">t → half-width², mm²; negative beyond a closed end.</param>
    /// <param name="centre">t → centre line, mm.</param>
    /// <param name="typicalHalfWidth">Half-width of the side walls, mm: turns h² − v² into a distance.</param>
    public Contour(double top, double bottom, bool closedTop, bool closedBottom, Func<double, double> squaredHalfWidth, Func<double, double> centre, double typicalHalfWidth)
    {
        (Top, Bottom, ClosedTop, ClosedBottom) = ((float)top, (float)bottom, closedTop, closedBottom);
        _start = Top - PadMm;
        _inverseScale = (float)(0.5 / typicalHalfWidth);
        var count = (int)((Bottom + PadMm - _start) / StepMm) + 2;
        (_squared, _centre) = (new float[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            var t = _start + (i * StepMm);
            _squared[i] = (float)squaredHalfWidth(t);
            _centre[i] = (float)centre(t);
        }
    }

    public float Top { get; }

    public float Bottom { get; }

    private bool ClosedTop { get; }

    private bool ClosedBottom { get; }

    /// <summary>Signed distance to the outline, mm, positive inside; exact in sign, approximate in size.</summary>
    public float Inside(float t, float v) => Inside(t, v, 0);

    /// <summary>The same with its cut ends pushed out by <paramref name="beyond"/> mm, so that blood flows through the valve planes.</summary>
    public float Inside(float t, float v, float beyond)
    {
        var position = (t - _start) * (1 / StepMm);
        var index = (int)position;
        if (position < 0 || index >= _squared.Length - 1)
            return -PadMm;
        var fraction = position - index;
        var centre = _centre[index] + ((_centre[index + 1] - _centre[index]) * fraction);
        var squared = _squared[index] + ((_squared[index + 1] - _squared[index]) * fraction);
        var distance = (squared - ((v - centre) * (v - centre))) * _inverseScale;
        if (!ClosedTop)
            distance = MathF.Min(distance, t - Top + beyond);
        if (!ClosedBottom)
            distance = MathF.Min(distance, Bottom - t + beyond);
        return distance;
    }

    public double HalfWidth(double t) => Math.Sqrt(Math.Max(0, Read(_squared, t)));

    public double Centre(double t) => Read(_centre, t);

    private double Read(float[] table, double t)
    {
        var position = Math.Clamp((t - _start) / StepMm, 0, table.Length - 1.001);
        var index = (int)position;
        return table[index] + ((table[index + 1] - table[index]) * (position - index));
    }
}
