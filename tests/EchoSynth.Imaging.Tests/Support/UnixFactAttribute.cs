namespace EchoSynth.Imaging.Tests.Support;

/// <summary>A test of pipes, devices or symbolic links; skipped, and said so, on Windows.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "pipes and devices as files, and links without rights, are Unix's" : null;
}

/// <summary>Like <see cref="UnixFactAttribute"/>, for a row of cases.</summary>
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = new UnixFactAttribute().Skip;
}
