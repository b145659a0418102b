// A heart's mask in, ultrasound images of it out: four seeds of one heart, then the same heart with a weaker beat.
using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Sampling;
using EchoSynth.Samples;

var quick = args.Contains("--quick");
string[] given = [.. args.Where(a => a != "--quick")];
if (given.Length > 1 || given.Any(a => a.StartsWith('-')))
{
    Console.Error.WriteLine("usage: QuickStart [MODEL-FOLDER] [--quick]");
    return 2;
}

try
{
    // 1. A model is a folder.
    var modelFolder = given is [var named] ? named : BriefTraining.Folder("out/quick-start/model", quick);
    using var model = EchoModel.Load(modelFolder);
    using var sampler = new Sampler(model);

    // 2. An anatomy is a mask: left ventricle, myocardium, left atrium, and the sector that the scanner sees. Here a simulated heart gives it.
    var heart = PhantomAnatomy.Sample(seed: 50) with { EjectionFraction = 0.60 };
    var weak = heart with { EjectionFraction = 0.30 };
    var mask = Mask(heart);

    // 3. The same seed gives the same image; another one gives the same anatomy with other speckle.
    var clock = System.Diagnostics.Stopwatch.StartNew();
    var images = Enumerable.Range(1, 4).Select(seed => sampler.Generate(mask, seed)).ToList();
    var ofWeak = Enumerable.Range(1, 4).Select(seed => sampler.Generate(Mask(weak), seed)).ToList();
    Console.WriteLine($"8 images of {model.ImageSize} × {model.ImageSize} in {clock.Elapsed.TotalSeconds:0.0} s");

    // 4. Images, masks and a sheet of all as PNG.
    const string output = "out/quick-start";
    PngCodec.WriteMask($"{output}/mask.png", mask);
    for (var i = 0; i < images.Count; i++)
        PngCodec.Write($"{output}/heart-seed-{i + 1}.png", images[i]);
    PictureSheet.Write($"{output}/sheet.png", 256 / model.ImageSize, [mask, .. images], [Mask(weak), .. ofWeak]);
    Console.WriteLine($"wrote {Path.GetFullPath(output)}: sheet.png, mask.png, heart-seed-1.png to heart-seed-4.png");
    return 0;

    AnatomyMask Mask(PhantomAnatomy anatomy) =>
        PhantomSimulator.RenderMask(anatomy, EchoView.FourChamber, contraction: 1, ScannerPreset.Default, model.ImageSize);
}
catch (IOException e) // a file that is missing, damaged or of another kind; the message names it
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
