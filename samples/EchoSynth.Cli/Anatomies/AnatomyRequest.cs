using EchoSynth.Imaging.Anatomies;

namespace EchoSynth.Cli.Anatomies;

/// <summary>What echosynth anatomies is to draw.</summary>
internal sealed record AnatomyRequest(
    string Folder, int Count, ulong Seed, int Size, ShapePreset? Preset, ShapeTargets Targets, double? Limit, string? Interpolate, int Steps)
{
    public bool HasTargets => Targets != new ShapeTargets();
}
