using System.Numerics;

namespace EchoSynth.Imaging.Metrics;

/// <summary>The three structures of a mask, one bit a pixel, for fast Dice coefficients between masks of one size.</summary>
internal sealed class PackedMask
{
    private static readonly AnatomyLabel[] s_structures = [AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium];
    private readonly Packed[] _structures;

    public PackedMask(AnatomyMask mask) => _structures = [.. s_structures.Select(s => Pack(mask, s))];

    /// <summary>The mean over the structures that either mask has; 0 where there are none.</summary>
    public double MeanDice(PackedMask other)
    {
        var (sum, structures) = (0.0, 0);
        for (var s = 0; s < _structures.Length; s++)
        {
            var (a, b) = (_structures[s], other._structures[s]);
            if (a.Pixels + b.Pixels == 0)
                continue;
            sum += 2.0 * Common(a, b) / ((double)a.Pixels + b.Pixels);
            structures++;
        }
        return structures > 0 ? sum / structures : 0;
    }

    private static int Common(Packed a, Packed b)
    {
        var (start, end) = (Math.Max(a.Start, b.Start), Math.Min(a.Start + a.Words.Length, b.Start + b.Words.Length));
        if (start >= end)
            return 0;
        var x = a.Words.AsSpan(start - a.Start, end - start);
        var y = b.Words.AsSpan(start - b.Start, end - start);
        var common = 0;
        for (var i = 0; i < x.Length && i < y.Length; i++)
            common += BitOperations.PopCount(x[i] & y[i]);
        return common;
    }

    /// <summary>Only the words between the first and the last that are not 0: a structure fills a part of the frame.</summary>
    private static Packed Pack(AnatomyMask mask, AnatomyLabel structure)
    {
        var words = new ulong[(mask.Labels.Length + 63) / 64];
        for (var i = 0; i < mask.Labels.Length; i++)
        {
            if (mask.Labels[i] == (byte)structure)
                words[i / 64] |= 1UL << (i % 64);
        }
        var first = words.AsSpan().IndexOfAnyExcept(0UL);
        return first < 0 ? new Packed(0, [], 0) : new Packed(first, words[first..(words.AsSpan().LastIndexOfAnyExcept(0UL) + 1)], mask.Count(structure));
    }

    private readonly record struct Packed(int Start, ulong[] Words, int Pixels);
}
