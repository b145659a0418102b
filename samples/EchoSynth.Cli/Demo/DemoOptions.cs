namespace EchoSynth.Cli.Demo;

/// <summary>What was asked of the demo.</summary>
internal sealed record DemoOptions
{
    /// <summary>320 patients are split 256 / 32 / 32, and four images each make 1,024 training pairs.</summary>
    public const int Patients = 320;

    public required string Folder { get; init; }

    /// <summary>A data set to use in place of phantoms.</summary>
    public string? Data { get; init; }

    public string Scanner { get; init; } = "standard";

    public int PhantomPatients { get; init; } = Patients;

    public required long Images { get; init; }

    public long Seed { get; init; }

    public string Device { get; init; } = "auto";

    public int Threads { get; init; }
}
