namespace EchoSynth.Imaging;

/// <summary>A numeric array of a MATLAB file.</summary>
/// <param name="Dimensions">Its size along each axis, at least two of them.</param>
/// <param name="Values">Its elements in MATLAB's order, the first axis fastest.</param>
internal sealed record MatArray(IReadOnlyList<int> Dimensions, double[] Values);
