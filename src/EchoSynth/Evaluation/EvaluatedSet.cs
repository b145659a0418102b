namespace EchoSynth.Evaluation;

/// <summary>A set of images that was evaluated.</summary>
/// <param name="Role">"training", "held-out" or "synthetic".</param>
/// <param name="Name">The data set's name.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Images">How many images of it were used.</param>
/// <param name="Patients">Of how many patients.</param>
/// <param name="Hash">XxHash128 over pixels and masks, in their order, at the size of the evaluation, hexadecimal: equal hashes, equal images.</param>
public sealed record EvaluatedSet(string Role, string Name, string Folder, int Images, int Patients, string Hash);
