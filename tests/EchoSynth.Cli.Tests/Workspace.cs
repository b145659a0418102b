namespace EchoSynth.Cli.Tests;

/// <summary>A small data set and a model trained on it, made once by the command line itself.</summary>
public sealed class Workspace : IDisposable
{
    public const string Images = "160";

    public Workspace()
    {
        Root = Directory.CreateTempSubdirectory("echosynth-cli-").FullName;
        CliProcess.Run("phantom", "--out", Data, "--patients", "3", "--size", "64").Expect(0);
        Training = CliProcess.Run("train", "--data", Data, "--model", Model, "--images", Images, "--device", "cpu").Expect(0).Output;
    }

    public string Root { get; }

    public string Data => In("data");

    public string Model => In("model");

    /// <summary>What the training printed.</summary>
    public string Training { get; }

    public string In(string name) => Path.Combine(Root, name);

    /// <summary>A copy of the model folder without its checkpoints.</summary>
    public string CopyModel(string name)
    {
        var copy = Directory.CreateDirectory(In(name)).FullName;
        foreach (var file in Directory.GetFiles(Model))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <summary>One after the other: each child process would like all cores.</summary>
[CollectionDefinition(Name)]
public sealed class WorkspaceTests : ICollectionFixture<Workspace>
{
    public const string Name = "workspace";
}
