namespace EchoSynth.Imaging.Datasets;

/// <summary>Something of a data set that was left out.</summary>
/// <param name="Id">The item or patient.</param>
/// <param name="Reason">Why, naming the file.</param>
public sealed record SkippedItem(string Id, string Reason);
