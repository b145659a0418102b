using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Privacy;

/// <summary>The attack of someone who holds the synthetic images and asks whether a real one was trained on: the nearer its nearest synthetic image, the more likely.</summary>
public static class MembershipInference
{
    /// <summary>Measures the attack.</summary>
    /// <param name="members">The score of each image that was trained on, higher for "member"; at least one, all finite.</param>
    /// <param name="memberPatients">Its patient; the images of one patient are drawn together in the bootstrap.</param>
    /// <param name="nonMembers">The score of each held-out image; at least one, all finite.</param>
    /// <param name="nonMemberPatients">Its patient.</param>
    /// <param name="seed">Of the bootstrap.</param>
    /// <param name="resamples">How many; at least 100.</param>
    /// <exception cref="ArgumentException">No scores, as many patients as scores are missing, or a score that is not finite.</exception>
    public static MembershipResult Measure(
        IReadOnlyList<double> members, IReadOnlyList<string> memberPatients, IReadOnlyList<double> nonMembers, IReadOnlyList<string> nonMemberPatients, int seed = 0, int resamples = 1000)
    {
        Check(members, memberPatients, nameof(members));
        Check(nonMembers, nonMemberPatients, nameof(nonMembers));
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        var ranked = members.Select((score, i) => (Score: score, Member: true, Index: i)).Concat(nonMembers.Select((score, i) => (Score: score, Member: false, Index: i)))
            .OrderBy(s => s.Score).ToArray();
        var (ones, others) = (Enumerable.Repeat(1, members.Count).ToArray(), Enumerable.Repeat(1, nonMembers.Count).ToArray());
        var auc = Auc(ranked, ones, others);
        var (byMember, byOther) = (Groups(memberPatients), Groups(nonMemberPatients));
        var (random, drawn) = (new Random(seed), new double[resamples]);
        for (var r = 0; r < resamples; r++)
        {
            Draw(byMember, ones, random);
            Draw(byOther, others, random);
            drawn[r] = Auc(ranked, ones, others);
        }
        Array.Sort(drawn);
        var interval = new ConfidenceInterval(auc, Math.Min(auc, drawn[(int)(0.025 * (resamples - 1))]), Math.Max(auc, drawn[(int)Math.Ceiling(0.975 * (resamples - 1))]));
        return new MembershipResult(interval, TruePositives(members, nonMembers, 0.01), TruePositives(members, nonMembers, 0.1), members.Count, nonMembers.Count);
    }

    /// <summary>The share of pairs of a member and a non-member in which the member scores higher; equal scores count half.</summary>
    private static double Auc((double Score, bool Member, int Index)[] ranked, int[] members, int[] nonMembers)
    {
        var (below, sum, all) = (0L, 0.0, 0L);
        for (var i = 0; i < ranked.Length;)
        {
            var (tiedMembers, tiedOthers, score) = (0L, 0L, ranked[i].Score);
            for (; i < ranked.Length && ranked[i].Score == score; i++)
            {
                if (ranked[i].Member)
                    tiedMembers += members[ranked[i].Index];
                else
                    tiedOthers += nonMembers[ranked[i].Index];
            }
            sum += tiedMembers * (below + 0.5 * tiedOthers);
            (below, all) = (below + tiedOthers, all + tiedMembers);
        }
        return sum / ((double)below * all);
    }

    private static double TruePositives(IReadOnlyList<double> members, IReadOnlyList<double> nonMembers, double rate)
    {
        var allowed = (int)Math.Floor(rate * nonMembers.Count);
        var threshold = nonMembers.OrderDescending().ElementAt(allowed);
        return (double)members.Count(s => s > threshold) / members.Count;
    }

    private static int[][] Groups(IReadOnlyList<string> patients) => [.. Enumerable.Range(0, patients.Count).GroupBy(i => patients[i], StringComparer.Ordinal).Select(g => g.ToArray())];

    private static void Draw(int[][] groups, int[] weights, Random random)
    {
        Array.Clear(weights);
        for (var g = 0; g < groups.Length; g++)
        {
            foreach (var i in groups[random.Next(groups.Length)])
                weights[i]++;
        }
    }

    private static void Check(IReadOnlyList<double> scores, IReadOnlyList<string> patients, string name)
    {
        ArgumentNullException.ThrowIfNull(scores, name);
        ArgumentNullException.ThrowIfNull(patients, name);
        if (scores.Count == 0)
            throw new ArgumentException("There are no scores.", name);
        if (patients.Count != scores.Count)
            throw new ArgumentException($"{patients.Count} patients for {scores.Count} scores.", name);
        if (scores.Any(s => !double.IsFinite(s)))
            throw new ArgumentException("A score is not finite.", name);
    }
}
