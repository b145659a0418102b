namespace EchoSynth.Studio.Anatomy;

/// <summary>The frames of a loop: end-diastole first, end-systole after two fifths of the cycle, eased on both ways, so that the heart rests for a moment at each end.</summary>
internal static class Cycle
{
    private const double SystolicShare = 0.4;

    /// <summary>The frame of end-systole in a loop of so many.</summary>
    public static int EndSystole(int frames) => Math.Clamp((int)Math.Round(frames * SystolicShare), 1, frames - 1);

    /// <summary>The contraction at a frame: 0 end-diastole … 1 end-systole.</summary>
    public static double At(int frame, int frames)
    {
        var systole = EndSystole(frames);
        var share = frame <= systole ? (double)frame / systole : (double)(frames - frame) / (frames - systole);
        return share * share * (3 - (2 * share));
    }
}
