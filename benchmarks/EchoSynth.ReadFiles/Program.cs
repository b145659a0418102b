using System.Globalization;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

// The C# half of benchmarks/read_nifti.sh.
//   phantoms FOLDER COUNT   COUNT pairs of 1024 × 1024 phantoms, FOLDER/NNN.nii and FOLDER/NNN_gt.nii
//   serve FOLDER            for each line on the standard input reads all of FOLDER once and answers with the seconds of processor time it took:
//                           volumes (NiftiFile.Read, each disposed of), kept (not disposed of), images (EchoFile.ReadImage), masks (EchoFile.ReadMask), sums (a checksum of every volume)
if (args is ["phantoms", var target, var count])
{
    for (var i = 0; i < int.Parse(count, CultureInfo.InvariantCulture); i++)
    {
        var frame = PhantomSimulator.Render(PhantomAnatomy.Sample((ulong)i), i % 2 == 0 ? EchoView.TwoChamber : EchoView.FourChamber, CardiacPhase.EndDiastole, ScannerPreset.All[i % ScannerPreset.All.Count], PhantomSimulator.MaxSize, (ulong)i);
        EchoFile.WriteImage(Path.Combine(target, $"{i:D3}.nii"), frame.Image);
        EchoFile.WriteMask(Path.Combine(target, $"{i:D3}_gt.nii"), frame.Mask);
    }
    return 0;
}
if (args is not ["serve", var folder])
{
    Console.Error.WriteLine("usage: phantoms FOLDER COUNT | serve FOLDER");
    return 2;
}

var files = Directory.GetFiles(folder, "*.nii*").Order(StringComparer.Ordinal).ToArray();
var masks = files.Where(f => f.Contains("_gt.", StringComparison.Ordinal)).ToArray();
var images = files.Except(masks).ToArray();
while (Console.ReadLine() is { } verb)
{
    var start = Environment.CpuUsage.TotalTime;
    switch (verb)
    {
        case "volumes":
            foreach (var file in files)
                NiftiFile.Read(file).Dispose();
            break;
        case "kept":
            foreach (var file in files)
                NiftiFile.Read(file);
            break;
        case "images":
            foreach (var file in images)
                EchoFile.ReadImage(file);
            break;
        case "masks":
            foreach (var file in masks)
                EchoFile.ReadMask(file);
            break;
        case "sums":
            Console.WriteLine(string.Join(' ', files.Select(f => Sum(NiftiFile.Read(f)))));
            continue;
        default:
            Console.Error.WriteLine($"unknown: {verb}");
            return 2;
    }
    Console.WriteLine((Environment.CpuUsage.TotalTime - start).TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
}
return 0;

// Shape and content: any exchanged, missing or wrong byte changes it.
static string Sum(ImageVolume volume)
{
    var (low, high) = (1u, 0u);
    foreach (var value in volume.Values<byte>())
    {
        low = (low + value) % 65521;
        high = (high + low) % 65521;
    }
    return $"{volume.Width}x{volume.Height}:{high << 16 | low}";
}
