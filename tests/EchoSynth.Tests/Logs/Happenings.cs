using EchoSynth.Imaging;
using EchoSynth.Tests.Support;
using EchoSynth.Training;

namespace EchoSynth.Tests.Logs;

/// <summary>Events made by hand.</summary>
internal static class Happenings
{
    public static DateTimeOffset Time { get; } = new(2024, 3, 7, 13, 5, 9, 250, TimeSpan.FromHours(1));

    public static TrainingProgress Progress { get; } = new(
        300, 1000, 2400, 12.5, TimeSpan.FromSeconds(192), TimeSpan.FromSeconds(448),
        new Dictionary<string, double> { ["discriminator"] = 1.25, ["l1"] = double.NaN, ["l1.lv"] = 0.0625, ["norm.denoiser"] = double.PositiveInfinity })
    {
        WaitingForData = 0.03125, DenoiserRate = 1.6e-4, ResidentMemory = 3L << 30,
    };

    public static ValidationReport Report { get; } = new(21.5, 0.5, 460, 1, 0.5, 2.25, 0.125, 0.0625, 0.25, 0.75, 40);

    public static TrainingEvent.Started Started(long step = 0) => new(step, 8 * step, Time, 1000, 360, 40);

    public static TrainingEvent.Progressed Progressed(long step = 300) => new(step, 8 * step, Time, Progress);

    public static TrainingEvent.Validated Validated(long step = 300, int samples = 2, int seeds = 3) =>
        new(step, 8 * step, Time, Report, true, [.. Enumerable.Range(0, samples).Select(i => Sample(i, seeds))]);

    public static IReadOnlyList<TrainingEvent> OfEveryKind =>
    [
        Started(),
        new TrainingEvent.Estimated(20, 160, Time, Progress),
        Progressed(),
        Validated(),
        new TrainingEvent.Saved(300, 2400, Time, "models/hearts", true),
        new TrainingEvent.RolledBack(300, 2400, Time, 410, "the \"l1\" loss is NaN", 0.5),
        new TrainingEvent.Warned(320, 2560, Time, "Zeile eins\nzwei – ♥"),
        new TrainingEvent.Ended(1000, 8000, Time, false),
    ];

    /// <summary>Images whose grey level says which they are: 40 the held-out one, 80, 90, 100… the seeds.</summary>
    public static ValidationSample Sample(int which, int seeds, int size = Tiny.Size) =>
        new($"p{which}", Tiny.Mask(which, size), Grey(size, 40 + which), [.. Enumerable.Range(0, seeds).Select(s => Grey(size, 80 + 10 * s + which))]);

    private static EchoImage Grey(int size, int level) => EchoImage.FromBytes(size, size, Enumerable.Repeat((byte)level, size * size).ToArray());
}
