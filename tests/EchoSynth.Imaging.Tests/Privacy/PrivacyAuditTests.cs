using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Features;
using EchoSynth.Imaging.Privacy;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Privacy;

// Inside the namespace: EchoSynth.Training would come before it.
using static EchoSynth.Imaging.Tests.Privacy.PrivacyTesting;

public class PrivacyAuditTests
{
    [Fact]
    public void Other_hearts_are_no_memory()
    {
        var report = Audit(Fresh);
        Assert.False(report.Memorised, string.Join(' ', report.Reasons));
        Assert.Equal((0, 60, 60, 60), (report.Confounded, report.Training, report.HeldOut, report.Synthetic));
        Assert.Empty(report.Warnings);
        Assert.All(report.Spaces, s =>
        {
            Assert.InRange(s.All.Membership.Auc.Value, 0.35, 0.65);
            Assert.InRange(s.All.NearerToTraining.Value, 0.25, 0.75);
            Assert.Equal((60, 60, 60, 10), (s.ToTraining.Count, s.ToHeldOut.Count, s.HeldOutToTraining.Count, s.Closest.Count));
            Assert.True(s.Closest.Zip(s.Closest.Skip(1)).All(p => p.First.Distance <= p.Second.Distance));
        });
    }

    [Fact]
    public void Training_masks_drawn_again_are_no_memory_but_confounded()
    {
        var report = Audit(TrainingRedrawn);
        Assert.False(report.Memorised, string.Join(' ', report.Reasons));
        Assert.Equal(60, report.Confounded);
        Assert.Contains(report.Warnings, w => w.StartsWith("Confounded: masks from training images.", StringComparison.Ordinal));
        // What would be taken for memory without knowing where the masks came from.
        Assert.True(report.Spaces.Single(s => s.Space == "pixel").All.Membership.Auc.Low > 0.8);
        Assert.All(report.Spaces, s => Assert.Null(s.Unconfounded));
    }

    [Fact]
    public void Held_out_masks_drawn_again_are_no_memory()
    {
        var report = Audit(HeldOutRedrawn);
        Assert.False(report.Memorised, string.Join(' ', report.Reasons));
        Assert.Equal(0, report.Confounded);
    }

    [Fact]
    public void Sources_say_more_than_masks()
    {
        var moved = TrainingRedrawn.Select(p => p with { Mask = Fresh[0].Mask }).ToArray();
        var known = PrivacyAudit.Run(Input(moved) with { SourceIds = [.. Training.Select(p => p.Item.Id)] });
        Assert.Equal((60, false), (known.Confounded, known.Memorised));
        Assert.True(Audit(moved).Memorised); // as if other hearts had come out so alike
    }

    [Fact]
    public void Half_the_masks_from_training_leave_the_other_half_for_the_verdict()
    {
        var report = Audit([.. TrainingRedrawn.Take(30), .. Fresh.Take(30)]);
        Assert.False(report.Memorised, string.Join(' ', report.Reasons));
        Assert.Equal(30, report.Confounded);
        Assert.All(report.Spaces, s => Assert.Equal((60, 30), (s.All.Images, s.Unconfounded!.Images)));
        Assert.True(Audit([.. TrainingRedrawn.Take(30), .. Training.Take(30).Select((p, i) => Noise(p, 0.05, i) with { Mask = Fresh[i].Mask })]).Memorised);
    }

    public static TheoryData<string> Ways => ["exact", "shifted", "noised", "flipped", "half", "one in fifty", "held-out"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_generator_that_returns_real_images_is_caught(string way)
    {
        EchoPair[] synthetic = way switch
        {
            "exact" => Training,
            "shifted" => [.. Training.Select((p, i) => Shift(p, 1 + i % 8, i / 8 % 9 - 4))],
            "noised" => [.. Training.Select((p, i) => Noise(p, 0.05, i))],
            "flipped" => [.. Training.Select(Mirror)],
            "half" => [.. Training.Take(30).Select((p, i) => Shift(p, 3, i % 3)), .. Fresh.Take(30)],
            "one in fifty" => [Noise(Training[17], 0.05, 1), .. Fresh.Take(49)],
            _ => [HeldOut[5], .. Fresh.Take(59)],
        };
        var report = Audit(synthetic);
        Assert.True(report.Memorised);
        var (copies, expected) = way == "held-out" ? (report.HeldOutDuplicates, 1) : (report.TrainingDuplicates, way switch { "half" => 30, "one in fifty" => 1, _ => 60 });
        Assert.InRange(copies.Count, 0.95 * expected, expected);
        Assert.All(copies, d => Assert.Equal(d.SyntheticId, d.OtherId));
        Assert.Equal(way is "exact" or "held-out" ? copies.Count : 0, copies.Count(d => d.Exact));
        Assert.Equal(way == "flipped", copies.All(d => d.Speckle.Mirrored));
        Assert.Contains(report.Reasons, r => r.Contains(way == "held-out" ? "copies of held-out images" : "copies of training images", StringComparison.Ordinal));
        Assert.Equal(copies[0].Exact ? 0 : 1, report.Spaces.Single(s => s.Space == "pixel").Closest[0].Distance == 0 ? 0 : 1);
    }

    [Fact]
    public void Held_out_masks_do_not_hide_what_is_like_the_training_set()
    {
        var sources = HeldOut.Select(p => (string?)p.Item.Id).ToArray();
        PrivacyReport Audit(EchoPair[] synthetic) => PrivacyAudit.Run(new PrivacyAuditInput { Training = Training, HeldOut = HeldOut, Synthetic = synthetic, SourceIds = sources });
        // Each is near its own held-out heart, for that it shows it: half of the others is what it is compared with.
        var honest = Audit(HeldOutRedrawn);
        Assert.False(honest.Memorised, string.Join(' ', honest.Reasons));
        Assert.All(honest.Spaces, s => Assert.InRange(s.Unconfounded!.Membership.Auc.Value, 0.3, 0.7));
        Assert.All(honest.Spaces, s => Assert.InRange(s.Unconfounded!.NearerToTraining.Value, 0.25, 0.75));
        Assert.Contains(honest.Spaces, s => s.All.NearerToTraining.Value < 0.25);
        // Blurred until no speckle is left that could be a copy's.
        Assert.True(Audit([.. Training.Select((p, i) => Blur(p, 12) with { Mask = HeldOut[i].Mask })]).Memorised);
    }

    [Fact]
    public void Masks_of_one_held_out_patient_leave_nobody_to_compare_with()
    {
        var report = PrivacyAudit.Run(new PrivacyAuditInput { Training = Training, HeldOut = HeldOut, Synthetic = [.. Fresh.Take(30)], SourceIds = [.. Enumerable.Repeat(HeldOut[3].Item.Id, 30)] });
        Assert.False(report.Memorised);
        Assert.False(report.NearnessJudged);
        Assert.All(report.Spaces, s => Assert.Null(s.Unconfounded));
    }

    [Fact]
    public void Shares_and_attacks_over_few_patients_are_no_verdict_but_copies_are()
    {
        EchoPair[] Crowded(EchoPair[] pairs) => [.. pairs.Take(30).Select((p, i) => p with { Item = p.Item with { PatientId = $"crowd{i % 19}" } })];
        PrivacyReport Audit(EchoPair[] synthetic) => PrivacyAudit.Run(new PrivacyAuditInput { Training = Crowded(Training), HeldOut = [.. HeldOut.Take(30)], Synthetic = synthetic });
        // Half of the anatomy of each training image, under another mask: near in every space, and no copy.
        EchoPair[] near = [.. Training.Take(30).Select((p, i) => Blur(p, 12) with { Mask = Fresh[i].Mask })];
        Assert.True(Believed(near).Memorised);
        var few = Audit(near);
        Assert.False(few.Memorised, string.Join(' ', few.Reasons));
        Assert.Contains(few.Warnings, w => w.StartsWith("Few patients: 19", StringComparison.Ordinal));
        Assert.True(Audit([.. Training.Take(30)]).Memorised);

        static PrivacyReport Believed(EchoPair[] synthetic) => PrivacyAudit.Run(new PrivacyAuditInput { Training = [.. Training.Take(30)], HeldOut = [.. HeldOut.Take(30)], Synthetic = synthetic });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("compound")]
    public void Small_copies_with_noise_are_told_from_redraws_of_their_masks_by_all_of_them_together(string? scanner)
    {
        // At 64 pixels a border weighs as much as the speckle, the more so where three looks leave little of it.
        var (training, heldOut, redrawn) = (Hearts(0, 30, 1, 64, scanner), Hearts(100, 30, 1, 64, scanner), Hearts(0, 30, 2, 64, scanner));
        PrivacyReport Audit(EchoPair[] synthetic) => PrivacyAudit.Run(new PrivacyAuditInput { Training = training, HeldOut = heldOut, Synthetic = synthetic });
        var honest = Audit(redrawn);
        Assert.False(honest.Memorised, string.Join(' ', honest.Reasons));
        Assert.Equal(30, honest.Confounded);
        var noised = Audit([.. training.Select((p, i) => Noise(p, 0.05, i))]);
        if (scanner is null)
            Assert.Contains(noised.Reasons, r => r.StartsWith("Half of the 30 synthetic images of training masks", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_collapsed_is_told_but_has_remembered_nobody()
    {
        var report = Audit([.. Fresh.Take(40), .. Enumerable.Repeat(Fresh[0], 10), .. Fresh.Take(10).Select((p, i) => Noise(p, 0.05, i))]);
        Assert.False(report.Memorised, string.Join(' ', report.Reasons));
        Assert.InRange(report.SyntheticDuplicates.Count, 19, 20);
        Assert.Contains(report.Warnings, w => w.Contains("collapsed", StringComparison.Ordinal));
    }

    [Fact]
    public void Features_are_a_space_of_their_own()
    {
        FeatureSet Means(EchoPair[] pairs) => new("means", [.. pairs.Select(p => new double[] { p.Image.Pixels.ToArray().Average(), p.Image.Pixels.ToArray().Max() })]);
        var report = PrivacyAudit.Run(Input(Fresh) with { TrainingFeatures = Means(Training), HeldOutFeatures = Means(HeldOut), SyntheticFeatures = Means(Fresh) });
        Assert.Equal(["pixel", "ssim", "features", "speckle"], report.Spaces.Select(s => s.Space));
        Assert.False(report.Memorised, string.Join(' ', report.Reasons));
        Fixture.Throws<ArgumentException>(() => PrivacyAudit.Run(Input(Fresh) with { TrainingFeatures = Means(Training) }), "all three sets");
        Fixture.Throws<ArgumentException>(() => PrivacyAudit.Run(Input(Fresh) with { TrainingFeatures = Means(Fresh[..9]), HeldOutFeatures = Means(HeldOut), SyntheticFeatures = Means(Fresh) }), "9 training images", "60");
    }

    [Fact]
    public void Few_and_constant_images_are_said_and_wrong_input_is_refused()
    {
        var few = PrivacyAudit.Run(new PrivacyAuditInput { Training = Training[..2], HeldOut = [Constant(HeldOut[0]), Constant(HeldOut[1])], Synthetic = [Constant(Fresh[0]), Constant(Fresh[1])] });
        Assert.False(few.Memorised);
        Assert.Equal(3, few.Warnings.Count(w => w.StartsWith("FEW IMAGES", StringComparison.Ordinal)));
        Assert.Equal(2, few.Warnings.Count(w => w.Contains("are constant", StringComparison.Ordinal)));
        Assert.All(few.Spaces, s => Assert.All(s.ToTraining.Concat(s.ToHeldOut).Concat(s.HeldOutToTraining), d => Assert.True(double.IsFinite(d))));

        Fixture.Throws<ArgumentException>(() => Audit(Fresh[..1]), "synthetic set has 1");
        Fixture.Throws<ArgumentException>(() => Audit(Hearts(0, 3, 1, 64)), "64 × 64", "96 × 96");
        Fixture.Throws<ArgumentException>(() => PrivacyAudit.Run(Input(Fresh) with { SourceIds = ["a"] }), "1 sources", "60");
        Fixture.Throws<ArgumentException>(() => PrivacyAudit.Run(Input(Fresh), new PrivacyAuditOptions { SsimThreshold = 2, MaxPairs = -1 }), "SsimThreshold", "MaxPairs");
        Assert.ThrowsAny<OperationCanceledException>(() => PrivacyAudit.Run(Input(Fresh), null, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Beyond_the_limit_only_the_nearest_in_pixel_space_are_compared_and_the_report_says_so()
    {
        var report = PrivacyAudit.Run(Input([.. Training.Take(20), .. Fresh.Take(20)]), new PrivacyAuditOptions { MaxPairs = 100, MaxThreads = 1 });
        Assert.True(report.Memorised);
        Assert.Equal(20, report.TrainingDuplicates.Count);
        Assert.Equal([false, true, true], report.Spaces.Select(s => s.CandidatesFromPixels));
        Assert.Equal(2, report.Warnings.Count(w => w.Contains("too many pairs", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        string Json(int threads) => System.Text.Json.JsonSerializer.Serialize(PrivacyAudit.Run(Input(Fresh[..25]), new PrivacyAuditOptions { MaxThreads = threads }));
        Assert.Equal(Json(1), Json(4));
    }

    private static PrivacyAuditInput Input(EchoPair[] synthetic) => new() { Training = Training, HeldOut = HeldOut, Synthetic = synthetic };

    private static PrivacyReport Audit(EchoPair[] synthetic) => PrivacyAudit.Run(Input(synthetic));
}
