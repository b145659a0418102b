namespace EchoSynth.Peers;

/// <summary>A case's parts as rows, and whether what they made is equal.</summary>
internal static class Comparison
{
    /// <summary>Largest difference of fp32 images in [−1, 1], and of the losses of a training's first two steps.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>Least PSNR between bfloat16 and fp32 images, dB.</summary>
    public const double LeastPsnr = 45;

    public static IEnumerable<Row> Rows(PeerCase @case, IReadOnlyList<Part> parts, PeersOptions options) =>
        from ours in parts
        from peer in parts
        where ours.Failure is null && peer.Failure is null && ours.Contender.Meets(peer.Contender)
        from row in Rows(@case, ours, peer, options)
        select row;

    /// <summary>What is wrong: the library failed, or images or losses differ by more than they may.</summary>
    public static IEnumerable<string> Errors(PeerCase @case, IReadOnlyList<Part> parts)
    {
        foreach (var part in parts.Where(p => p.Failure is not null && (p.Contender.Ours || p.Contender == Contender.Eager)))
            yield return $"{@case.Name}: {(part.Contender.Ours ? "EchoSynth" : "PyTorch")} {part.Contender.Name}: {part.Failure}";
        if (parts.FirstOrDefault(p => p.Contender == Contender.Eager && p.Failure is null) is not { } eager)
            yield break;
        // A cold start's images come from PNG files, whose steps of 1/255 may fall to either side.
        var tolerance = @case is PeerCase.Cold ? 2.1 / 255 : Tolerance;
        if (eager.Images.Length > 0 && !IsGrey(eager.Images))
            yield return $"{@case.Name}: the images are black, white or of one grey, so they cannot tell a difference.";
        foreach (var ours in parts.Where(p => p.Contender.Ours && p.Failure is null))
        {
            var (difference, psnr) = (Difference(ours, eager), Psnr(ours, eager));
            if (!ours.Contender.MixedBFloat16 && !(difference <= tolerance))
                yield return FormattableString.Invariant($"{@case.Name} {ours.Contender.Name}: differs from eager by {difference:0.0e+0}; {tolerance:0.0e+0} is allowed.");
            if (ours.Contender.MixedBFloat16 && eager.Images.Length > 0 && difference != 0 && !(psnr >= LeastPsnr))
                yield return FormattableString.Invariant($"{@case.Name} {ours.Contender.Name}: a PSNR of {psnr ?? double.NaN:0.0} dB beside eager fp32; it must be at least {LeastPsnr}.");
        }
    }

    /// <summary>What makes ratios say less than they seem to: the two sides compute with different releases of libtorch. Null where they do not.</summary>
    public static string? Warning(IReadOnlyList<Part> parts)
    {
        static string Release(string torch) => string.Join('.', torch.Split('.').Take(2)); // Debian's Python calls its 1.13.1 1.13.0a0
        return parts.FirstOrDefault(p => p.Contender.Ours && p.Torch.Length > 0) is { } ours && parts.FirstOrDefault(p => !p.Contender.Ours && p.Torch.Length > 0 && Release(p.Torch) != Release(ours.Torch)) is { } peer
            ? $"EchoSynth computes with libtorch {ours.Torch}, the peer with torch {peer.Torch}: the ratio is also that of the two."
            : null;
    }

    /// <summary>PSNR in dB; null without images, or where they are equal.</summary>
    public static double? Psnr(Part a, Part b)
    {
        if (!Alike(a, b) || a.Images.Length == 0)
            return null;
        var mse = a.Images.Zip(b.Images, (x, y) => ((double)x - y) * (x - y)).Average();
        return mse == 0 ? null : -10 * Math.Log10(mse);
    }

    private static IEnumerable<Row> Rows(PeerCase @case, Part ours, Part peer, PeersOptions options)
    {
        var name = $"{@case.Name}-{ours.Contender.Name}";
        yield return Row(name, ours, peer, options, t => t.Seconds);
        if (@case is not PeerCase.Train)
            yield break;
        yield return Row($"{name}-plain", ours, peer, options, t => t.Plain);
        yield return Row($"{name}-r1", ours, peer, options, t => t.WithR1);
    }

    private static Row Row(string name, Part ours, Part peer, PeersOptions options, Func<Turn, double> seconds)
    {
        var ratios = ours.Turns.Zip(peer.Turns, (a, b) => seconds(b) / seconds(a)).Order().ToArray();
        return new Row
        {
            Case = name, Device = options.Device, Ratio = Median(ratios), Low = ratios[0], High = ratios[^1], Runs = ratios.Length, Versus = peer.Contender.Name,
            Seconds = Median(ours.Turns.Select(seconds)), VersusSeconds = Median(peer.Turns.Select(seconds)),
            PeakMiB = MiB(ours.PeakBytes), VersusPeakMiB = MiB(peer.PeakBytes), DeviceMiB = MiB(ours.DeviceBytes), VersusDeviceMiB = MiB(peer.DeviceBytes),
            Difference = Difference(ours, peer), Drift = ours.Losses.Count > 0 ? Losses(ours, peer).Max() : null, Psnr = Psnr(ours, peer),
            Threads = options.Threads, Torch = ours.Torch.Length > 0 ? $"{ours.Torch} / {peer.Torch}" : null,
        };
    }

    private static double? Difference(Part ours, Part peer) =>
        !Alike(ours, peer) ? null
        : ours.Losses.Count > 0 ? Losses(ours, peer).Take(2).Aggregate(0.0, Worse) // the second follows an update of both networks
        : ours.Images.Length == 0 ? null : 2 * ours.Images.Zip(peer.Images, (a, b) => (double)Math.Abs(a - b)).Aggregate(0.0, Worse);

    /// <summary>Of each step the largest difference of a loss, over the loss where it is above 1.</summary>
    private static IEnumerable<double> Losses(Part ours, Part peer) => ours.Losses.Zip(peer.Losses, (a, b) =>
        b.Select(l => Math.Abs(a.GetValueOrDefault(l.Key, double.NaN) - l.Value) / Math.Max(1, Math.Abs(l.Value))).Aggregate(0.0, Worse));

    /// <summary>The larger; a NaN stays one.</summary>
    private static double Worse(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Max(a, b);

    private static bool Alike(Part a, Part b) => a.Contender.Network == b.Contender.Network && a.Images.Length == b.Images.Length;

    private static bool IsGrey(float[] images)
    {
        var inside = images.Where(p => p != 0).ToArray(); // black is what lies outside the sector
        if (inside.Length == 0)
            return false;
        var mean = inside.Average();
        return Math.Sqrt(inside.Average(p => (p - mean) * (p - mean))) > 0.02 && inside.Count(p => p is < 0.005f or > 0.995f) < 0.1 * inside.Length;
    }

    private static double? MiB(long bytes) => bytes == 0 ? null : bytes / (1024.0 * 1024);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
