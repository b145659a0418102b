// Does a synthetic set give away the patients that its model was trained on? Without arguments: one honest set and one with copies planted in it.
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Imaging.Privacy;
using EchoSynth.Samples;
using EchoSynth.Synthesis;

if (SampleArguments.Read(args, "AuditPrivacy", "REAL-FOLDER", "SYNTHETIC-FOLDER") is not { } given)
    return 2;

try
{
    if (given.Folders is [var realFolder, var syntheticFolder])
    {
        // 0 clears the set. That nobody was copied does not, where nearness could not be judged.
        var verdict = Audit(syntheticFolder, Read(realFolder, syntheticFolder));
        return verdict.Memorised ? 3 : verdict.NearnessJudged ? 0 : 4;
    }

    // Simulated patients: some were trained on, some were not; an honest generator draws other hearts.
    var count = given.Quick ? 24 : 60;
    var (training, heldOut, honest) = (Hearts(0, count), Hearts(1000, count), Hearts(2000, count));
    var ofHonest = Audit("honest", new PrivacyAuditInput { Training = training, HeldOut = heldOut, Synthetic = honest });

    // A leak: three of the images are training images, one as it is, one shifted by three pixels, one mirrored.
    var leaking = honest.ToArray();
    leaking[5] = leaking[5] with { Image = training[7].Image };
    leaking[9] = leaking[9] with { Image = Map(training[8].Image, x => x - 3) };
    leaking[14] = leaking[14] with { Image = Map(training[11].Image, x => training[11].Image.Width - 1 - x) };
    var ofLeaking = Audit("leaking", new PrivacyAuditInput { Training = training, HeldOut = heldOut, Synthetic = leaking });
    return ofHonest is { Memorised: false, NearnessJudged: true } && ofLeaking.Memorised ? 0 : 1;
}
catch (Exception e) when (e is IOException or ArgumentException) // the message names the file or the value
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}

// Prints the verdict, and draws each copy beside what it is a copy of.
PrivacyReport Audit(string name, PrivacyAuditInput input)
{
    var report = PrivacyAudit.Run(input);
    var verdict = report.Memorised ? "MEMORISED" : report.NearnessJudged ? "nothing found" : "no copies found; nearness NOT judged";
    Console.WriteLine($"{name}: {verdict}; {report.Synthetic} synthetic, {report.Training} training, {report.HeldOut} held-out images");
    foreach (var reason in report.Reasons)
        Console.WriteLine($"  because {reason}");
    foreach (var warning in report.Warnings)
        Console.WriteLine($"  mind: {warning}");
    foreach (var copy in report.TrainingDuplicates)
        Console.WriteLine($"  {copy.SyntheticId} is {copy.OtherId}{(copy.Exact ? ", to the pixel" : $": speckle {copy.Speckle.Correlation:0.00}, shift {copy.Speckle.ShiftX}, {copy.Speckle.ShiftY}{(copy.Speckle.Mirrored ? ", mirrored" : "")}")}");
    if (report.TrainingDuplicates.Count > 0)
    {
        Tile Of(IReadOnlyList<EchoPair> pairs, string id) => pairs.First(p => p.Item.Id == id).Image;
        var sheet = $"{given.Output("audit")}/{Path.GetFileName(Path.TrimEndingDirectorySeparator(name))}-copies.png";
        PictureSheet.Write(sheet, 2, [.. report.TrainingDuplicates.Take(8).Select(c => new[] { Of(input.Synthetic, c.SyntheticId), Of(input.Training, c.OtherId) })]);
        Console.WriteLine($"  wrote {Path.GetFullPath(sheet)}: synthetic image, training image");
    }
    return report;
}

// A real data set with its splits, and what echosynth generate made: all brought to the synthetic images' size, as the model saw them.
PrivacyAuditInput Read(string realFolder, string syntheticFolder)
{
    var (real, synthetic) = (EchoDatasets.Open(realFolder), EchoDatasets.Open(syntheticFolder));
    var description = SyntheticDatasetDescription.TryRead(syntheticFolder);
    EchoPair[] drawn = [.. synthetic.Items.Select(synthetic.Load)];
    EchoPair[] Framed(Func<EchoItem, bool> which) => [.. real.Items.Where(which).Select(i => FrameGeometry.Frame(real.Load(i), drawn[0].Image.Width, description?.Framing, real.SectorThreshold).Pair)];
    return new PrivacyAuditInput
    {
        Training = Framed(i => i.Split == DatasetSplit.Training),
        HeldOut = Framed(i => i.Split != DatasetSplit.Training),
        Synthetic = drawn,
        SourceIds = [.. synthetic.Items.Select(i => description?.SourceIds.GetValueOrDefault(Path.GetFullPath(i.ImagePath)))],
    };
}

EchoPair[] Hearts(int first, int number) => [.. Enumerable.Range(first, number).Select(heart =>
{
    var view = heart % 2 == 0 ? EchoView.FourChamber : EchoView.TwoChamber;
    var frame = PhantomSimulator.Render(PhantomAnatomy.Sample((ulong)heart), view, CardiacPhase.EndDiastole, ScannerPreset.Default, 96, (ulong)heart);
    return new EchoPair(new EchoItem($"heart{heart}", $"heart{heart}", view, CardiacPhase.EndDiastole, DatasetSplit.Unassigned, "", ""), frame.Image, frame.Mask);
})];

EchoImage Map(EchoImage image, Func<int, int> column)
{
    var pixels = new float[image.Pixels.Length];
    for (var i = 0; i < pixels.Length; i++)
        pixels[i] = column(i % image.Width) is var x && x >= 0 && x < image.Width ? image[x, i / image.Width] : 0;
    return new EchoImage(image.Width, image.Height, pixels, image.Spacing);
}
