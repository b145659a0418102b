using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Features;
using EchoSynth.Segmentation;
using Microsoft.Extensions.Options;
using static EchoSynth.Tests.Evaluation.EvaluationHearts;

namespace EchoSynth.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private const EvaluationQuestions Quick = EvaluationQuestions.Fidelity | EvaluationQuestions.Distribution | EvaluationQuestions.Privacy;

    [Fact]
    public void Hearts_recorded_again_are_faithful_and_nobodys_copies()
    {
        var report = Evaluate(Honest).Report;
        Assert.Equal((24, 24), (report.Fidelity!.Images, report.Fidelity.HeldOutImages));
        Assert.InRange(report.Fidelity.TextureMyocardium, 0.85, 1.18);
        Assert.Equal(EvaluationVerdict.Good, report.Answers[0].Verdict);
        Assert.False(report.Privacy!.Memorised);
        Assert.True(report.Privacy.NearnessJudged);
        Assert.Equal(EvaluationVerdict.Good, report.Answers[3].Verdict);
        // Too few for halves: shown, and not judged.
        Assert.Equal(EvaluationVerdict.NotMeasured, report.Answers[1].Verdict);
        Assert.Equal("neighbour", report.Fidelity.SecondReal!.Kind);
        // Another patient differs in anatomy, too.
        Assert.True(report.Fidelity.SecondReal.Sector!.Ssim < report.Fidelity.Sector!.Ssim);
        Assert.Null(report.Fidelity.Diversity);
        Assert.Equal("not asked", report.NotMeasured["usefulness"]);
    }

    [Fact]
    public void A_generator_that_returns_its_training_images_is_bad_whatever_it_calls_them()
    {
        var report = Evaluate(Sets([.. Seen.Select((p, i) => Renamed(p, $"new{i}"))], _ => null)).Report;
        Assert.True(report.Privacy!.Memorised);
        Assert.Equal(24, report.Privacy.TrainingDuplicates.Count(d => d.Exact));
        Assert.Equal(EvaluationVerdict.Bad, report.Answers[3].Verdict);
        Assert.Contains("Do not rely on this set", new Evaluator(Only(Quick)).Evaluate(Sets(Seen, _ => null)).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_grey_for_every_mask_is_neither_faithful_nor_diverse()
    {
        var report = Evaluate(Sets([.. HeldOut.Select((p, i) => Renamed(Constant(p, 0.3f), $"flat{i}"))], i => HeldOut[i].Item.Id)).Report;
        Assert.Equal(0, report.Fidelity!.TextureMyocardium, 6);
        Assert.Equal(EvaluationVerdict.Bad, report.Answers[0].Verdict);
        Assert.NotEqual(EvaluationVerdict.Good, report.Answers[1].Verdict);
        Assert.False(report.Privacy!.Memorised);
    }

    [Fact]
    public void Seeds_of_one_mask_are_compared_with_what_can_be_recorded_again()
    {
        var again = Hearts("s", 100, 8, 3);
        EchoPair[] synthetic = [.. Hearts("r", 100, 8, 2), .. again];
        var draws = Hearts("d", 100, 8, 4);
        var sets = new EvaluationSets
        {
            Training = Seen,
            HeldOut = HeldOut,
            Synthetic = synthetic,
            SourceIds = [.. synthetic.Select((_, i) => HeldOut[i % 8].Item.Id)],
            Redraw = (item, _) => draws[int.Parse(item.Id[1..]) - 100].Image,
        };
        var diversity = Evaluate(sets, EvaluationQuestions.Fidelity).Report.Fidelity!.Diversity!;
        Assert.Equal(("redraw", 8), (diversity.Kind, diversity.Spread.Masks));
        Assert.InRange(diversity.Spread.FineRatio.Mean, 0.85, 1.18);
    }

    [Fact]
    public void One_image_is_no_set_and_says_so()
    {
        var report = Evaluate(Sets([Honest.Synthetic[0]], _ => HeldOut[0].Item.Id), EvaluationQuestions.All).Report;
        Assert.Equal(1, report.Fidelity!.Images);
        Assert.True(double.IsNaN(report.Fidelity.Sector!.SsimSd));
        Assert.Equal(["distribution", "privacy", "usefulness"], report.NotMeasured.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("0 synthetic images that do not show test patients", report.NotMeasured["usefulness"], StringComparison.Ordinal);
        Assert.All(report.Answers.Skip(1), a => Assert.Equal(EvaluationVerdict.NotMeasured, a.Verdict));
    }

    [Fact]
    public void Black_images_without_anatomy_are_passed_over_by_name()
    {
        var black = new EchoPair(HeldOut[0].Item with { Id = "black", PatientId = "nobody" }, new EchoImage(Size, Size, new float[Size * Size]), new AnatomyMask(Size, Size, new byte[Size * Size]));
        var sets = new EvaluationSets { Training = Seen, HeldOut = [.. HeldOut, black], Synthetic = [Honest.Synthetic[0], Renamed(Honest.Synthetic[1], "of black")], SourceIds = [HeldOut[0].Item.Id, "black"] };
        var report = Evaluate(sets, EvaluationQuestions.All).Report;
        Assert.Equal(1, report.Fidelity!.Images);
        Assert.Contains(report.Warnings, w => w.StartsWith("1 real images are black, with empty masks (black)", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_few_images_are_a_warning_and_no_number()
    {
        var distribution = Evaluate(Honest, EvaluationQuestions.Distribution).Report.Distribution!;
        Assert.Equal("all real", distribution.RealSet);
        Assert.Null(distribution.Extractors[0].Figures);
        Assert.Contains("TOO FEW IMAGES", distribution.Extractors[0].Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_training_images_nobody_can_say_what_was_memorised()
    {
        var sets = new EvaluationSets { HeldOut = HeldOut, Synthetic = Honest.Synthetic, SourceIds = Honest.SourceIds };
        var report = Evaluate(sets).Report;
        Assert.Null(report.Privacy);
        Assert.Contains("--train", report.NotMeasured["privacy"], StringComparison.Ordinal);
        Assert.Contains(report.Warnings, w => w.Contains("is not known: it may have seen any of them", StringComparison.Ordinal));
        Assert.Equal((24, 0), (report.Fidelity!.Images, report.Fidelity.HeldOutImages));
    }

    [Fact]
    public void All_four_questions_are_answered_and_the_whole_can_be_read_again()
    {
        var options = Only(EvaluationQuestions.All);
        options.Segmenter = new SegmenterOptions { ImageSize = 48, Width = 4, Depth = 2, Steps = 2, BatchSize = 2, Device = "cpu" };
        var parts = new List<EvaluationProgress>();
        EchoPair[] twice = [.. Honest.Synthetic, .. Hearts("q", 100, 24, 6)];
        var result = new Evaluator(options).Evaluate(Sets(twice, i => HeldOut[i % 24].Item.Id), new Tell(parts.Add));
        Assert.Equal(["comparing", "comparing second real images", "comparing seeds", "describing all real images (radiomic)"], parts.Select(p => p.Part).Distinct().Take(4));
        Assert.All(parts, p => Assert.InRange(p.Done, 0, p.Total));
        // Every synthetic image is of a held-out mask: half of the patients test, the others' images train.
        Assert.Equal((12, 24), (result.Report.Usefulness!.TestPatients, result.Report.Usefulness.Regimes[1].TrainingImages));
        using var folder = new TemporaryFolder();
        var path = folder.File("report.json");
        result.Report.Write(path);
        var read = EvaluationReport.Read(path);
        Assert.Equal(File.ReadAllText(path), read.ToJson());
        Assert.Equal(result.Report.Answers, read.Answers);
        Assert.False(read.Privacy!.Memorised);
    }

    [Fact]
    public void Sets_that_do_not_fit_together_are_refused()
    {
        static string Error(EvaluationSets sets) => Assert.Throws<ArgumentException>(() => Evaluate(sets)).Message;
        Assert.Contains("no synthetic images", Error(Sets([], _ => null)), StringComparison.Ordinal);
        Assert.Contains("Two synthetic images have the id 'r100'", Error(Sets([Honest.Synthetic[0], Honest.Synthetic[0]], _ => null)), StringComparison.Ordinal);
        var small = new EchoPair(Honest.Synthetic[1].Item, new EchoImage(32, 32, new float[1024]), new AnatomyMask(32, 32, new byte[1024]));
        Assert.Contains("r101: image 32 × 32, mask 32 × 32; all must be 48 × 48, as r100", Error(Sets([Honest.Synthetic[0], small], _ => null)), StringComparison.Ordinal);
        Assert.Contains("1 sources were given for 24", Error(new EvaluationSets { HeldOut = HeldOut, Synthetic = Honest.Synthetic, SourceIds = [null] }), StringComparison.Ordinal);
        var flat = new EchoPair(Honest.Synthetic[1].Item, new EchoImage(40, 32, new float[1280]), new AnatomyMask(40, 32, new byte[1280]));
        Assert.Contains("40 × 32; images must be square, of 32 × 32 pixels or more", Error(Sets([flat], _ => null)), StringComparison.Ordinal);
        Assert.Contains("2 of the name 'radiomic'", Assert.Throws<OptionsValidationException>(() => new Evaluator(new EvaluationOptions { Extractors = [new RadiomicExtractor(), new RadiomicExtractor()] })).Message, StringComparison.Ordinal);
        Assert.Contains("Questions is None", Assert.Throws<OptionsValidationException>(() => new Evaluator(Only(EvaluationQuestions.None))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("comparing")]
    [InlineData("comparing second real images")]
    [InlineData("describing all real images (radiomic)")]
    [InlineData("training and testing segmenters")]
    [InlineData("looking for copies")]
    public void A_cancelled_evaluation_stops_in_any_part(string part)
    {
        using var cancel = new CancellationTokenSource();
        var parts = new List<string>();
        var options = Only(part.StartsWith("training", StringComparison.Ordinal) ? EvaluationQuestions.Usefulness : Quick);
        options.Segmenter = new SegmenterOptions { ImageSize = 48, Width = 4, Depth = 2, Steps = 1000, BatchSize = 2, Device = "cpu" };
        EchoPair[] twice = [.. Honest.Synthetic, .. Hearts("q", 100, 24, 6)];
        Assert.ThrowsAny<OperationCanceledException>(() => new Evaluator(options).Evaluate(Sets(twice, i => HeldOut[i % 24].Item.Id), new Tell(p =>
        {
            parts.Add(p.Part);
            if (p.Part == part)
                cancel.Cancel();
        }), cancel.Token));
        Assert.Equal(part, parts[^1]);
    }

    private static EvaluationResult Evaluate(EvaluationSets sets, EvaluationQuestions questions = Quick) => new Evaluator(Only(questions)).Evaluate(sets);

    private static EvaluationOptions Only(EvaluationQuestions questions) => new() { Questions = questions };

    private sealed class Tell(Action<EvaluationProgress> tell) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => tell(value);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("echosynth-evaluation-").FullName;

        public string File(string name) => Path.Combine(_path, name);

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
