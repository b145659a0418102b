using EchoSynth.Checkpoints;
using EchoSynth.Tensors;
using EchoSynth.Training;

namespace EchoSynth.Peers;

/// <summary>What a training case's steps are made of: one for the library's worker and for the files of its peer.</summary>
internal static class TrainingCase
{
    private const int Pairs = 8;

    /// <summary>The network's own options but for their length, the rates, which stay, and the interval of R1, which is that of a round.</summary>
    public static TrainerOptions Options(PeerNetwork network, int interval, Precision precision) => network.Training with
    {
        Images = 1_000_000_000,
        BatchSize = 4,
        RateDecay = RateDecay.Constant,
        R1Interval = interval,
        Precision = precision,
        ReportInterval = 1,
        SnapshotInterval = 1_000_000,
        ExplosionFactor = 0,
        Seed = 3,
    };

    public static TrainingSet Data(int size) => new([.. Enumerable.Range(0, Pairs).Select(i => Phantoms.Pair(i, size))]);

    public static BatchSource Batches(EchoModel model, TrainingSet data, TrainerOptions options) =>
        new(data, model.Mask, options, model.Schedule.Steps, model.Denoiser.LatentLength(model.ImageSize, model.ImageSize));
}
