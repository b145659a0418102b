namespace EchoSynth.Synthesis;

/// <summary>What <see cref="SyntheticDataset.Write"/> did.</summary>
/// <param name="Made">Images made now.</param>
/// <param name="Kept">Images that were there already, from the same command.</param>
/// <param name="Skipped">Images that could not be made, with the reason; skipped.jsonl has them, too.</param>
public sealed record SyntheticDatasetResult(long Made, long Kept, IReadOnlyList<string> Skipped);
