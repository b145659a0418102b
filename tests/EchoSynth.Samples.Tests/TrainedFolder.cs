namespace EchoSynth.Samples.Tests;

/// <summary>A folder in which TrainOnCamus ran once, quickly: what it left is what the other samples take as a model.</summary>
public sealed class TrainedFolder : IDisposable
{
    public TrainedFolder()
    {
        Root = Directory.CreateTempSubdirectory("echosynth-samples-").FullName;
        Output = SampleProcess.Run(New("train"), "TrainOnCamus", "--quick").Expect(0).Output;
    }

    public string Root { get; }

    /// <summary>What the training printed.</summary>
    public string Output { get; }

    public string Working => Path.Combine(Root, "train");

    public string Data => Path.Combine(Working, "out", "train-quick", "data");

    public string Model => Path.Combine(Working, "out", "train-quick", "model");

    /// <summary>A new folder to run a sample in.</summary>
    public string New(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <summary>One after the other: each process would like all cores.</summary>
[CollectionDefinition(Name)]
public sealed class SampleRuns : ICollectionFixture<TrainedFolder>
{
    public const string Name = "samples";
}
