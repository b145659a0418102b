namespace EchoSynth.Imaging.Phantoms;

/// <summary>One heart cycle of a phantom, for layouts of sequences: from end-diastole over end-systole towards end-diastole again.</summary>
internal static class PhantomCycle
{
    private static readonly double[] s_contractions = [0, 0.35, 0.8, 1, 0.85, 0.5, 0.2];

    /// <summary>Frames of a cycle.</summary>
    public static int Length => s_contractions.Length;

    /// <summary>The frame of end-diastole, from 0.</summary>
    public static int EndDiastole => 0;

    /// <summary>The frame of end-systole, from 0.</summary>
    public static int EndSystole { get; } = Array.IndexOf(s_contractions, 1);

    /// <summary>The frames in order; end-diastole and end-systole have the same pixels as in every layout.</summary>
    public static PhantomFrame[] Draw(PhantomStudy study, Action written, CancellationToken cancellationToken)
    {
        var frames = new PhantomFrame[Length];
        for (var i = 0; i < Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (diastole, systole) = (i == EndDiastole, i == EndSystole);
            frames[i] = diastole ? study.Frame(Datasets.CardiacPhase.EndDiastole) : systole ? study.Frame(Datasets.CardiacPhase.EndSystole) : study.At(s_contractions[i], i);
            if (diastole || systole)
                written();
        }
        return frames;
    }

    /// <summary>Frames of bytes as one volume.</summary>
    public static ImageVolume Stack(PhantomFrame[] frames, Func<PhantomFrame, byte[]> bytes)
    {
        var first = frames[0].Image;
        return ImageVolume.Create<byte>(first.Width, first.Height, frames.Length, [.. frames.SelectMany(bytes)], new VolumeSpacing(first.Spacing.X, first.Spacing.Y, 1));
    }
}
