using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Studio;

/// <summary>What the server uses and what it refuses; the section "Studio" of the configuration (appsettings.json, environment variables such as Studio__Queue), checked at the start.</summary>
public sealed class StudioOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Studio";

    /// <summary>The model folder; empty for the shipped one.</summary>
    public string Model { get; set; } = "";

    /// <summary>"auto", "cpu", "cuda" or "cuda:N".</summary>
    [Required]
    public string Device { get; set; } = "auto";

    /// <summary>Threads that libtorch uses inside an operator; 0 leaves its own choice. On a machine that does other work too, more than one mostly wait for each other (docs/studio.md).</summary>
    [Range(0, 256)]
    public int Threads { get; set; } = 1;

    /// <summary>Images drawn at the same time. More than one is only of use where an image does not fill the machine.</summary>
    [Range(1, 64)]
    public int DrawThreads { get; set; } = 1;

    /// <summary>Images that may wait to be drawn; more are answered 429.</summary>
    [Range(1, 10_000)]
    public int Queue { get; set; } = 32;

    /// <summary>Exports that may wait for the one that is made; more are answered 429.</summary>
    [Range(1, 100)]
    public int ExportQueue { get; set; } = 2;

    /// <summary>Requests a second to /api, of all clients together; more are answered 429.</summary>
    [Range(1, 100_000)]
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>Open connections; further ones are closed.</summary>
    [Range(1, 10_000)]
    public int Connections { get; set; } = 100;

    /// <summary>Largest body of a request, bytes; larger ones are answered 413.</summary>
    [Range(4096, 64 << 20)]
    public int BodyBytes { get; set; } = 2 << 20;

    /// <summary>Longest time of one image, waiting included, seconds; then 503.</summary>
    [Range(0.01, 600)]
    public double ImageSeconds { get; set; } = 15;

    /// <summary>Longest time of a loop, seconds; then 503.</summary>
    [Range(0.01, 3600)]
    public double LoopSeconds { get; set; } = 60;

    /// <summary>Longest time of an export, seconds; then 503.</summary>
    [Range(0.01, 86_400)]
    public double ExportSeconds { get; set; } = 300;

    /// <summary>Folder in which exports are made and lie until they are sent; empty for the system's folder of temporary files.</summary>
    public string TempFolder { get; set; } = "";

    /// <summary>Most frames of a loop.</summary>
    [Range(4, 240)]
    public int Frames { get; set; } = 24;

    /// <summary>Most image pairs of an export.</summary>
    [Range(1, 100_000)]
    public int Variations { get; set; } = 100;
}
