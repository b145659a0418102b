namespace EchoSynth.Imaging.Phantoms;

/// <summary>How far the writing of a phantom data set is.</summary>
/// <param name="Images">Images written, each with its mask.</param>
/// <param name="Total">Images in all.</param>
public readonly record struct PhantomDatasetProgress(int Images, int Total);
