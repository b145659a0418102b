using EchoSynth.Fuzz;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Robustness;

/// <summary>The fuzzer's valid inputs, made once.</summary>
public sealed class FuzzSeeds : IDisposable
{
    private readonly TestFolder _folder = new();

    public FuzzSeeds() => SeedStore.Write(_folder["seeds"], videos: true);

    internal IReadOnlyList<FuzzSeed> Of(FuzzTarget target) => SeedStore.Load(_folder["seeds"], target);

    public void Dispose() => _folder.Dispose();
}
