namespace EchoSynth.Studio.Drawing;

/// <summary>As much is waiting as may; becomes a 429.</summary>
internal sealed class QueueFullException(int waiting) : Exception(FormattableString.Invariant($"{waiting} are waiting already, as many as may."));
