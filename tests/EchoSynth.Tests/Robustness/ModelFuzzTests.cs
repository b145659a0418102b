using EchoSynth.Fuzz;
using EchoSynth.Tests.Support;

namespace EchoSynth.Tests.Robustness;

/// <summary>A short run of the fuzzer over every reader of model folders; './build.sh fuzz --target models' is the long one (docs/robustness.md).</summary>
public sealed class ModelFuzzTests(ModelFuzzTests.Seeds seeds) : IClassFixture<ModelFuzzTests.Seeds>
{
    private const int Cases = 100;

    public static TheoryData<string> Targets => [.. ModelTargets.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void AlteredFoldersAreReadOrRefusedAndNothingElse(string name)
    {
        var target = ModelTargets.All.Single(t => t.Name == name);
        var folder = Tiny.TemporaryFolder();
        var runner = new CaseRunner(target, SeedStore.Load(seeds.Root, target), folder, seed: 3) { Alone = false };
        var (tally, finding) = ShortRun.Of(runner, Cases);
        Assert.True(finding is null, finding);
        Assert.True(tally.Accepted > 0 && tally.Refused > 0, $"{tally.Accepted} accepted, {tally.Refused} refused of {Cases}");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The fuzzer's valid inputs, made once.</summary>
    public sealed class Seeds : IDisposable
    {
        public Seeds() => ModelSeeds.Write(Root);

        public string Root { get; } = Tiny.TemporaryFolder();

        public void Dispose() => Directory.Delete(Root, recursive: true);
    }
}
