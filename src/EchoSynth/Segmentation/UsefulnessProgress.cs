namespace EchoSynth.Segmentation;

/// <summary>How far a <see cref="UsefulnessStudy"/> is.</summary>
/// <param name="Doing">What is being done, for people: "training on real images", for example.</param>
/// <param name="Share">The share of the whole study that is done, 0…1, never falling.</param>
public sealed record UsefulnessProgress(string Doing, double Share);
