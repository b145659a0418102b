namespace EchoSynth.Imaging.Features;

/// <summary>How far <see cref="FeatureCache.Extract"/> is.</summary>
/// <param name="Images">Images looked at so far.</param>
/// <param name="Hits">Those of them that needed no extraction: found in the cache, or the same as one before.</param>
public sealed record FeatureProgress(int Images, int Hits);
