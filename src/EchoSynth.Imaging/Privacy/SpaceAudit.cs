using EchoSynth.Imaging.Metrics;
using MathNet.Numerics;

namespace EchoSynth.Imaging.Privacy;

/// <summary>Measures the distances between the sets in one space, and what follows from them.</summary>
internal sealed class SpaceAudit
{
    private readonly AuditSets _sets;
    private readonly PrivacyAuditOptions _options;
    private readonly bool _judged;
    private bool _all = true;

    public SpaceAudit(IPairSpace space, AuditSets sets, PrivacyAuditOptions options, IProgress<PrivacyProgress>? progress, CancellationToken cancellationToken)
    {
        (Space, _sets, _options) = (space, sets, options);
        Nearest = [.. Enumerable.Repeat(0, 4).Select(_ => Nothing())];
        (FromFree, FromBound) = (Nothing(), Nothing());
        int[][] real = [sets.TrainingEqual, sets.TrainingRest, sets.HeldOutEqual, sets.HeldOutRest];
        foreach (var synthetic in new[] { sets.Free, sets.Bound })
        {
            for (var r = 0; r < real.Length; r++)
                Fill(synthetic, real[r], Nearest[r], synthetic == sets.Free ? FromFree : FromBound);
        }
        (AcrossTraining, AcrossHeldOut, FromAcross) = (Nearest[0], Nearest[2], FromFree);
        _judged = sets.Free.Length >= options.FewImages;
        if (sets.Free.Any(sets.IsOfHeldOutMask))
        {
            _judged &= sets.FoldsMeet;
            (AcrossTraining, AcrossHeldOut, FromAcross) = (Nothing(), Nothing(), Nothing());
            foreach (var fold in new[] { false, true })
            {
                var (free, training, heldOut) = (sets.InFold(sets.Free, fold), sets.InFold(sets.TrainingEqual, !fold), sets.InFold(sets.HeldOutEqual, !fold));
                var equal = Math.Min(training.Length, heldOut.Length);
                Fill(free, training[..equal], AcrossTraining, FromAcross);
                Fill(free, heldOut[..equal], AcrossHeldOut, FromAcross);
                Fill(free, [.. training[equal..], .. sets.InFold(sets.TrainingRest, !fold)], Nothing(), FromAcross);
                Fill(free, [.. heldOut[equal..], .. sets.InFold(sets.HeldOutRest, !fold)], Nothing(), FromAcross);
            }
        }
        HeldOutToTraining = Nothing();
        Fill(sets.HeldOut, sets.Training, HeldOutToTraining, null);

        Neighbour[] Nothing() => [.. Enumerable.Repeat(Neighbour.None, sets.Pool.Count)];

        void Fill(int[] a, int[] b, Neighbour[] ofA, Neighbour[]? ofB)
        {
            if (a.Length == 0 || b.Length == 0)
                return;
            _all &= space.ComparesAll((long)a.Length * b.Length);
            var (x, y) = space.Nearest(a, b, ofB is not null, progress, cancellationToken);
            for (var i = 0; i < a.Length; i++)
                ofA[a[i]] = x[i];
            for (var i = 0; ofB is not null && i < b.Length; i++)
                ofB[b[i]] = y[i];
        }
    }

    public IPairSpace Space { get; }

    /// <summary>By pool index of a held-out image.</summary>
    public Neighbour[] HeldOutToTraining { get; }

    /// <summary>By pool index of a synthetic image: to the equal and the remaining part of the training, then of the held-out images.</summary>
    private Neighbour[][] Nearest { get; }

    /// <summary>By pool index of a real image: to synthetic images not drawn from training masks, and drawn from them.</summary>
    private Neighbour[] FromFree { get; }

    private Neighbour[] FromBound { get; }

    /// <summary>The same for images that are not drawn from training masks, between the folds of <see cref="AuditSets.InFold"/>: no image meets the patient that it was drawn after.</summary>
    private Neighbour[] AcrossTraining { get; }

    private Neighbour[] AcrossHeldOut { get; }

    private Neighbour[] FromAcross { get; }

    public Neighbour ToTraining(int synthetic) => Neighbour.Nearer(Nearest[0][synthetic], Nearest[1][synthetic]);

    public Neighbour ToHeldOut(int synthetic) => Neighbour.Nearer(Nearest[2][synthetic], Nearest[3][synthetic]);

    public SpaceReport Report()
    {
        var yardstick = _sets.HeldOut.Select(i => HeldOutToTraining[i].Distance).ToArray();
        var rank = Math.Max(1, (int)Math.Floor(0.05 * (yardstick.Length + 1)));
        var limit = yardstick.Order().ElementAt(rank - 1);
        var all = Figures(_sets.Synthetic, limit, rank, Nearest[0], Nearest[2], i => Neighbour.Nearer(FromFree[i], FromBound[i]));
        var bound = _sets.Bound.ToHashSet();
        return new SpaceReport
        {
            Space = Space.Name,
            ToTraining = [.. _sets.Synthetic.Select(i => ToTraining(i).Distance)],
            ToHeldOut = [.. _sets.Synthetic.Select(i => ToHeldOut(i).Distance)],
            HeldOutToTraining = yardstick,
            Yardstick = limit,
            Expected = (double)rank / (yardstick.Length + 1),
            All = all,
            Unconfounded = _sets.Bound.Length == 0 && AcrossTraining == Nearest[0] ? all
                : !_judged ? null
                : Figures(_sets.Free, limit, rank, AcrossTraining, AcrossHeldOut, i => FromAcross[i]),
            Closest = [.. _sets.Synthetic.Select(i => (Index: i, Training: ToTraining(i), HeldOut: ToHeldOut(i)))
                .Select(n => (n.Index, Real: Neighbour.Nearer(n.Training, n.HeldOut), InTraining: n.Training.Distance <= n.HeldOut.Distance))
                .OrderBy(n => n.Real.Distance).Take(_options.ClosestPairs)
                .Select(n => new ClosePair(_sets.Id(n.Index), _sets.Id(n.Real.Index), n.InTraining, n.Real.Distance, bound.Contains(n.Index)))],
            CandidatesFromPixels = !_all,
        };
    }

    private SpaceFigures Figures(int[] synthetic, double limit, int rank, Neighbour[] toTraining, Neighbour[] toHeldOut, Func<int, Neighbour> toSynthetic)
    {
        var (training, heldOut) = (synthetic.Select(i => ToTraining(i).Distance).ToArray(), synthetic.Select(i => ToHeldOut(i).Distance).ToArray());
        var closer = training.Count(d => d < limit);
        var nearer = synthetic.Count(i => toTraining[i].Distance < toHeldOut[i].Distance);
        var equal = synthetic.Count(i => toTraining[i].Distance == toHeldOut[i].Distance);
        return new SpaceFigures
        {
            Images = synthetic.Length,
            MedianToTraining = Median(training),
            MedianToHeldOut = Median(heldOut),
            CloserThanYardstick = ConfidenceInterval.OfShare(closer, synthetic.Length),
            Chance = UpperTail(closer, synthetic.Length, rank, _sets.HeldOut.Length + 1 - rank),
            NearerToTraining = equal == synthetic.Length ? new ConfidenceInterval(0.5, 0, 1) : ConfidenceInterval.OfShare(nearer, synthetic.Length - equal),
            Membership = MembershipInference.Measure(Scores(_sets.Training), _sets.Patients(_sets.Training), Scores(_sets.HeldOut), _sets.Patients(_sets.HeldOut), _options.Seed),
        };

        double[] Scores(int[] real) => [.. real.Select(i => -toSynthetic(i).Distance)];
    }

    /// <summary>P(X ≥ hits), X beta-binomial: how many of some cases fall below an order statistic of other cases from the same distribution.</summary>
    internal static double UpperTail(int hits, int cases, double a, double b)
    {
        if (hits == 0)
            return 1;
        var sum = 0.0;
        for (var x = hits; x <= cases; x++)
            sum += Math.Exp(SpecialFunctions.BinomialLn(cases, x) + SpecialFunctions.BetaLn(x + a, cases - x + b) - SpecialFunctions.BetaLn(a, b));
        return Math.Min(1, sum);
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
