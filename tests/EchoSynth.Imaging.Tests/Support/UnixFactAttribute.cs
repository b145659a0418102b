namespace EchoSynth.Imaging.Tests.Support;

/// <summary>A test of pipes, devices, symbolic links or signals; skipped, and said so, on Windows.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "pipes and devices as files, links without rights, and signals are Unix's" : null;
}

/// <summary>A test of what may not be read; skipped, and said so, where whoever runs it may do everything.</summary>
internal sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute() =>
        Skip = new UnixFactAttribute().Skip ?? (Environment.IsPrivilegedProcess ? "root is refused nothing; run the tests as another user to see this one" : null);
}

/// <summary>Like <see cref="UnixFactAttribute"/>, for a row of cases.</summary>
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = new UnixFactAttribute().Skip;
}
