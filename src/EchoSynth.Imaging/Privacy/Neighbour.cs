namespace EchoSynth.Imaging.Privacy;

/// <summary>One of a set, and how far it lies from what was asked about.</summary>
/// <param name="Index">0-based place in the set; −1 where the set holds nothing else.</param>
/// <param name="Distance">At least 0, in the space's own unit; NaN where there is no neighbour.</param>
public readonly record struct Neighbour(int Index, double Distance)
{
    internal static readonly Neighbour None = new(-1, double.NaN);

    internal static Neighbour Nearer(Neighbour a, Neighbour b) => a.Index < 0 || b.Distance < a.Distance ? b : a;
}
