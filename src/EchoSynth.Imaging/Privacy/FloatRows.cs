namespace EchoSynth.Imaging.Privacy;

/// <summary>A point's coordinates in single precision.</summary>
internal delegate ReadOnlySpan<float> FloatRows(int row);
