using EchoSynth.Studio.Anatomy;

namespace EchoSynth.Studio.Api;

/// <summary>One frame of a loop.</summary>
/// <param name="Contraction">0 end-diastole … 1 end-systole.</param>
/// <param name="Png">The image as PNG, in base64.</param>
/// <param name="Contours">The contours at this moment.</param>
/// <param name="Measures">What they measure.</param>
public sealed record LoopFrame(double Contraction, string Png, HeartContours Contours, HeartMeasures Measures);
