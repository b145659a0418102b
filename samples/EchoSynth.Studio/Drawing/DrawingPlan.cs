using EchoSynth.Imaging.Phantoms;
using EchoSynth.Studio.Anatomy;

namespace EchoSynth.Studio.Drawing;

/// <summary>A checked request: everything that images of one heart are drawn from, but the moment.</summary>
internal sealed record DrawingPlan
{
    public required Heart Diastole { get; init; }

    public required Heart Systole { get; init; }

    public required ScannerView View { get; init; }

    public required double EjectionFraction { get; init; }

    public required double AtrialEmptying { get; init; }

    public required long Seed { get; init; }

    public required int Steps { get; init; }

    /// <summary>Share of the way from noise that is gone anew; 1 where there is no source.</summary>
    public required double Strength { get; init; }

    /// <summary>The picture to start from; null for noise or a simulation.</summary>
    public SourcePicture? Picture { get; init; }

    /// <summary>The heart to simulate as a source; null where none is.</summary>
    public PhantomAnatomy? Simulated { get; init; }

    /// <summary>Steps that are taken of those there are.</summary>
    public int StepsTaken => Strength < 1 ? Math.Clamp((int)Math.Ceiling((Strength * Steps) - 1e-9), 1, Steps) : Steps;

    /// <summary>The contours at a moment.</summary>
    public Heart At(double contraction) => contraction == 0 ? Diastole : contraction == 1 ? Systole : Contraction.At(Diastole, EjectionFraction, AtrialEmptying, contraction);
}
