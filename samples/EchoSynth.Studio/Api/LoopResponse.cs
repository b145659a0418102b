namespace EchoSynth.Studio.Api;

/// <summary>A loop: frames of one size, to be shown one after the other and from the start again.</summary>
/// <param name="Size">Pixels a side.</param>
/// <param name="EndSystole">The frame of end-systole, from 0; that of end-diastole is 0.</param>
/// <param name="Frames">The frames in order.</param>
public sealed record LoopResponse(int Size, int EndSystole, IReadOnlyList<LoopFrame> Frames);
