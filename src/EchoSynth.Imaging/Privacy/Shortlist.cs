namespace EchoSynth.Imaging.Privacy;

/// <summary>The few smallest of many values with their indices; of equal values those offered first.</summary>
internal sealed class Shortlist(int capacity)
{
    private readonly int[] _indices = new int[capacity];
    private readonly float[] _values = new float[capacity];
    private int _count;

    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, _count);

    public void Offer(int index, float value)
    {
        if (_count == _values.Length && !(value < _values[_count - 1]))
            return;
        var at = _count < _values.Length ? _count++ : _count - 1;
        for (; at > 0 && value < _values[at - 1]; at--)
            (_indices[at], _values[at]) = (_indices[at - 1], _values[at - 1]);
        (_indices[at], _values[at]) = (index, value);
    }
}
