using System.Diagnostics;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Segmentation;
using EchoSynth.Tensors;

namespace EchoSynth.Segmentation;

/// <summary>One call of <see cref="UsefulnessStudy.Run"/>: the trainings, and the scores they lead to.</summary>
internal sealed class UsefulnessRun(
    UsefulnessInput input, UsefulnessOptions options, int trainingPatients, IReadOnlySet<string> scarce, IProgress<UsefulnessProgress>? progress, CancellationToken cancellationToken)
{
    private const ulong ScarceStream = 1UL << 59;
    private const int Chunk = 16;
    private static readonly UsefulnessRegime[] s_regimes = Enum.GetValues<UsefulnessRegime>();
    private readonly Dictionary<UsefulnessRegime, List<(string Patient, SegmentationScores Scores)>> _cases = s_regimes.ToDictionary(r => r, _ => new List<(string, SegmentationScores)>());
    private readonly Dictionary<UsefulnessRegime, (int Images, TimeSpan Time)> _trained = s_regimes.ToDictionary(r => r, _ => (0, TimeSpan.Zero));
    private readonly List<(string Patient, SegmentationScores Scores)> _fidelity = [];
    private readonly IReadOnlyList<EchoPair> _shown = input.Fidelity is { Count: > 0 } shown ? shown : input.Synthetic;

    /// <summary>The patients of the scarce regimes: the first of a permutation that is a pure function of the seed and the patients.</summary>
    public static HashSet<string> Scarce(IReadOnlyCollection<string> patients, UsefulnessOptions options)
    {
        var sorted = patients.Order(StringComparer.Ordinal).ToArray();
        var count = Math.Clamp((int)Math.Round(options.ScarceShare * sorted.Length, MidpointRounding.AwayFromZero), 1, sorted.Length);
        return [.. PhiloxNoise.Permutation(sorted.Length, (ulong)options.Seed, ScarceStream).Take(count).Select(i => sorted[i])];
    }

    private static int[] Evenly(int count, int most) => [.. Enumerable.Range(0, Math.Min(count, most)).Select(i => (int)((long)i * count / Math.Min(count, most)))];

    public void Go()
    {
        var real = SegmentationSet.Of(input.RealTraining, options.Segmenter.ImageSize, cancellationToken);
        var synthetic = SegmentationSet.Of(input.Synthetic, options.Segmenter.ImageSize, cancellationToken);
        var few = real.Where(item => scarce.Contains(item.PatientId));
        var done = 0;
        for (var repeat = 0; repeat < options.Repeats; repeat++)
        {
            foreach (var regime in s_regimes)
            {
                Regime(regime, repeat, done++, regime switch
                {
                    UsefulnessRegime.Real => real,
                    UsefulnessRegime.Synthetic => synthetic,
                    UsefulnessRegime.Mixed => real.With(synthetic),
                    UsefulnessRegime.Scarce => few,
                    _ => few.With(synthetic),
                });
            }
        }
        progress?.Report(new UsefulnessProgress("done", 1));
    }

    public IReadOnlyList<RegimeResult> Regimes()
    {
        var real = Scores(UsefulnessRegime.Real);
        return [.. s_regimes.Select(regime =>
        {
            var scores = Scores(regime);
            var (dice, realDice) = (scores.MeanDiceByPatient, real.MeanDiceByPatient);
            var other = regime != UsefulnessRegime.Real;
            return new RegimeResult(regime, _trained[regime].Images, RealPatients(regime), scores.MeanDice!, scores.Structures(other ? real : null), Repeats(regime), _trained[regime].Time)
            {
                RatioToReal = other ? scores.Ratio(dice, realDice) : null,
                DifferenceToReal = other ? scores.Difference(dice, realDice) : null,
            };
        })];
    }

    public MaskFidelityResult MaskFidelity()
    {
        var (made, real) = (new PatientScores(_fidelity, options.Repeats, options), Scores(UsefulnessRegime.Real));
        return new MaskFidelityResult(Math.Min(_shown.Count, options.FidelityImages), made.MeanDice!, made.Structures(), real.MeanDice!, real.Structures());
    }

    private void Regime(UsefulnessRegime regime, int repeat, int done, SegmentationSet set)
    {
        var total = (double)s_regimes.Length * options.Repeats;
        var name = Name(regime) + (options.Repeats > 1 ? $", {repeat + 1} of {options.Repeats}" : "");
        // Most of the time goes into the steps.
        void Tell(string what, double share) => progress?.Report(new UsefulnessProgress($"{what} {name}", (done + share) / total));
        Tell("training on", 0);
        var clock = Stopwatch.StartNew();
        var settings = options.Segmenter with { Seed = options.Segmenter.Seed + repeat };
        using var segmenter = Segmenter.Train(set, settings, new Direct(p => Tell("training on", 0.8 * p.Step / p.TotalSteps)), cancellationToken);
        _trained[regime] = (set.Count, _trained[regime].Time + clock.Elapsed);
        Score(segmenter, input.RealTest, null, _cases[regime], share => Tell("testing what was trained on", 0.8 + 0.1 * share));
        if (regime == UsefulnessRegime.Real)
            Score(segmenter, _shown, Evenly(_shown.Count, options.FidelityImages), _fidelity, share => Tell("reading synthetic images by what was trained on", 0.9 + 0.1 * share));
    }

    /// <summary>Segments the pairs at some places, all where there are none given, and scores them; as many in memory as in a chunk.</summary>
    private void Score(Segmenter segmenter, IReadOnlyList<EchoPair> pairs, int[]? places, List<(string, SegmentationScores)> into, Action<double> tell)
    {
        var count = places?.Length ?? pairs.Count;
        for (var first = 0; first < count; first += Chunk)
        {
            var chunk = new (EchoPair Pair, AnatomyMask Predicted, SegmentationScores? Scores)[Math.Min(Chunk, count - first)];
            for (var i = 0; i < chunk.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var pair = pairs[places?[first + i] ?? first + i];
                chunk[i] = (pair, segmenter.Predict(pair.Image), null);
            }
            Parallel.For(0, chunk.Length, i => chunk[i].Scores = SegmentationScores.Measure(chunk[i].Predicted, chunk[i].Pair.Mask));
            into.AddRange(chunk.Select(c => (c.Pair.Item.PatientId, c.Scores!)));
            tell((double)(first + chunk.Length) / count);
        }
    }

    private PatientScores Scores(UsefulnessRegime regime) => new(_cases[regime], options.Repeats, options);

    private double[] Repeats(UsefulnessRegime regime) =>
        [.. _cases[regime].Chunk(_cases[regime].Count / options.Repeats).Select(one => new PatientScores(one, 1, options).MeanDiceByPatient.Values.Average())];

    private int RealPatients(UsefulnessRegime regime) => regime switch
    {
        UsefulnessRegime.Synthetic => 0,
        UsefulnessRegime.Scarce or UsefulnessRegime.ScarceAndSynthetic => scarce.Count,
        _ => trainingPatients,
    };

    private static string Name(UsefulnessRegime regime) => regime switch
    {
        UsefulnessRegime.Real => "real images",
        UsefulnessRegime.Synthetic => "synthetic images",
        UsefulnessRegime.Mixed => "real and synthetic images",
        UsefulnessRegime.Scarce => "few real images",
        _ => "few real and all synthetic images",
    };

    /// <summary>Reports where it is called: Progress would go round by a synchronisation context.</summary>
    private sealed class Direct(Action<SegmenterProgress> tell) : IProgress<SegmenterProgress>
    {
        public void Report(SegmenterProgress value) => tell(value);
    }
}
