// A heart's mask in, ultrasound images of it out: four seeds of one heart, then the same heart with a weaker beat.
using EchoSynth;
using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Sampling;
using EchoSynth.Samples;

if (args.Length > 1 || args.Any(a => a.StartsWith('-')))
{
    Console.Error.WriteLine("usage: QuickStart [MODEL-FOLDER]");
    return 2;
}

try
{
    // 1. A model is a folder; this one comes with the library. It draws in the looks of five scanners.
    using var model = EchoModel.Load(args is [var named] ? named : PhantomModel.Folder);
    var scanner = ScannerPreset.Default;
    var look = model.Mask.Domains.Count > 0 ? scanner.Name : null;
    using var sampler = new Sampler(model);

    // 2. An anatomy is a mask: left ventricle, myocardium, left atrium. Here a simulated heart gives it, at end-systole.
    var heart = PhantomAnatomy.Sample(seed: 50) with { EjectionFraction = 0.60 };
    var weak = heart with { EjectionFraction = 0.30 };

    // 3. The same seed gives the same image; another one gives the same anatomy with other speckle.
    var clock = System.Diagnostics.Stopwatch.StartNew();
    var (images, ofWeak) = (Draw(heart), Draw(weak));
    Console.WriteLine($"8 images of {model.ImageSize} × {model.ImageSize} in {clock.Elapsed.TotalSeconds:0.0} s");

    // 4. Images, the mask as the model saw it (with the scanner's sector) and a sheet of all, as PNG.
    const string output = "out/quick-start";
    PngCodec.WriteMask($"{output}/mask.png", images[0].Mask);
    foreach (var made in images)
        PngCodec.Write($"{output}/heart-seed-{made.Request.Seed}.png", made.Image);
    PictureSheet.Write($"{output}/sheet.png", 256 / model.ImageSize, Row(images), Row(ofWeak));
    Console.WriteLine($"wrote {Path.GetFullPath(output)}: sheet.png, mask.png, heart-seed-1.png to heart-seed-4.png");
    return 0;

    IReadOnlyList<SyntheticImage> Draw(PhantomAnatomy anatomy)
    {
        var mask = PhantomSimulator.RenderMask(anatomy, EchoView.FourChamber, contraction: 1, scanner, model.ImageSize);
        return sampler.Generate([.. Enumerable.Range(1, 4).Select(seed => new SampleRequest(mask, seed) { Domain = look })]);
    }

    Tile[] Row(IReadOnlyList<SyntheticImage> made) => [made[0].Mask, .. made.Select(m => (Tile)m.Image)];
}
catch (IOException e) // a file that is missing, damaged or of another kind; the message names it
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
