namespace EchoSynth.Imaging.Video;

/// <summary>Where ffmpeg is and how far it may go; what exceeds a bound is an error that names the bound.</summary>
public sealed record VideoOptions
{
    /// <summary>The environment variable that says where ffmpeg is, where <see cref="Ffmpeg"/> does not.</summary>
    public const string EnvironmentVariable = "ECHOSYNTH_FFMPEG";

    /// <summary>The program ffmpeg, or the folder with ffmpeg and ffprobe.</summary>
    /// <value>The default value is <see langword="null"/>: what ECHOSYNTH_FFMPEG names, else what lies on the PATH.</value>
    public string? Ffmpeg { get; init; }

    /// <summary>Frames of one video at most, 1…1,000,000,000.</summary>
    /// <value>The default value is 10,000.</value>
    public int MaxFrames { get; init; } = 10_000;

    /// <summary>Pixels of one frame at most, 1…1,000,000,000.</summary>
    /// <value>The default value is 16,777,216 (4096 × 4096).</value>
    public int MaxPixels { get; init; } = 1 << 24;

    /// <summary>Grey bytes decoded from one video at most, one per pixel and frame, at least 1. They are streamed, never held together.</summary>
    /// <value>The default value is 8 GiB.</value>
    public long MaxBytes { get; init; } = 8L << 30;

    /// <summary>How long ffmpeg may take without any output before it is killed, up to a day.</summary>
    /// <value>The default value is 30 seconds.</value>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Processes of ffmpeg and ffprobe at the same time, 1…1024, counted over the whole program; further calls wait.</summary>
    /// <value>The default value is 4.</value>
    public int MaxProcesses { get; init; } = 4;

    /// <summary>Whether damaged pictures are taken as ffmpeg conceals them, instead of being an error.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool TolerateDamage { get; init; }

    internal VideoOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFrames, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxFrames, 1_000_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPixels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxPixels, 1_000_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StallTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(StallTimeout, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxProcesses, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxProcesses, 1024);
        return this;
    }
}
