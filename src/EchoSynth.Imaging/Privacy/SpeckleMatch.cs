namespace EchoSynth.Imaging.Privacy;

/// <summary>How alike the speckle of two images is where they match best.</summary>
/// <param name="Correlation">Normalised cross-correlation over what overlaps, 0…1; 0 where an image has no speckle.</param>
/// <param name="ShiftX">Columns by which the first lies to the right of the second, at the size of the comparison.</param>
/// <param name="ShiftY">Rows by which it lies below.</param>
/// <param name="Mirrored">Whether the first had to be flipped left to right.</param>
public readonly record struct SpeckleMatch(double Correlation, int ShiftX, int ShiftY, bool Mirrored);
