using System.Text;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Fuzz;

/// <summary>Valid inputs for every target, in folders TARGET/SEED: made by the library, and files of other programs from the tests' fixtures.</summary>
internal static class SeedStore
{
    private static readonly string s_fixtures = Path.Combine(AppContext.BaseDirectory, "Seeds");

    private static readonly string[] s_pixels = [".raw", ".zraw"];
    private static readonly string[] s_names = ["a", "b"];

    /// <summary>Writes the seeds; without <paramref name="videos"/> none that need ffmpeg.</summary>
    public static void Write(string root, bool videos)
    {
        Formats(root);
        Texts(root);
        foreach (var layout in PhantomDatasetOptions.Layouts)
        {
            if (!videos && layout is DatasetLayout.EchoNetDynamic or DatasetLayout.EchoNetPediatric or DatasetLayout.HmcQu)
                continue;
            PhantomDataset.Write(Path.Combine(root, FuzzTargets.NameOf(layout), "phantoms"), new PhantomDatasetOptions { Layout = layout, Patients = 2, Size = 32, MaxThreads = 1 });
        }
        foreach (var name in (string[])["patient0001_4CH_half_sequence.nii.gz", "patient0001_4CH_half_sequence_gt.nii.gz", "patient0002_4CH_sequence.mha", "patient0002_4CH_sequence_gt.mha"])
        {
            var path = Path.Combine(root, "set-camus-sequences", "written", "database_nifti", name[..11], name);
            EchoFile.WriteMask(path, Hearts().First().EndDiastole);
        }
        FromSets(root, videos);
        Folders(root);
    }

    /// <summary>The seeds of a target.</summary>
    public static IReadOnlyList<FuzzSeed> Load(string root, FuzzTarget target) =>
        [.. Directory.GetDirectories(Path.Combine(root, target.Name)).Order(StringComparer.Ordinal).Select(folder => FuzzSeed.Load(folder, target.Altered))];

    private static void Formats(string root)
    {
        foreach (var (target, pattern) in new[] { ("png-image", "*.png"), ("png-mask", "palette*.png"), ("mha", "*.mha"), ("xlsx", "*.xlsx"), ("mat", "mat_*.mat"), ("video-probe", "*.avi"), ("video-read", "*.mkv") })
        {
            foreach (var file in Directory.GetFiles(s_fixtures, pattern, SearchOption.AllDirectories).Where(f => new FileInfo(f).Length <= 64 << 10).Take(40))
                Copy(root, target, file);
        }
        foreach (var file in Directory.GetFiles(Path.Combine(s_fixtures, "nibabel"), "*.nii*").Where(f => !f.Contains("refused", StringComparison.Ordinal)))
            Copy(root, file.Contains("nifti2", StringComparison.Ordinal) ? "nifti2" : "nifti1", file);
        foreach (var file in Directory.GetFiles(s_fixtures, "*.hdr", SearchOption.AllDirectories))
            Copy(root, "nifti-pair", file, Path.ChangeExtension(file, ".img"));
        foreach (var file in Directory.GetFiles(s_fixtures, "*.mhd", SearchOption.AllDirectories))
            Copy(root, "mhd", file, [.. s_pixels.Select(end => Path.ChangeExtension(file, end)).Where(File.Exists)]);
        var mask = Hearts().First().EndDiastole;
        EchoFile.WriteMask(Path.Combine(root, "png-mask", "written", "a.png"), mask);
        EchoFile.WriteMask(Path.Combine(root, "nifti1", "written", "a.nii.gz"), mask);
        EchoFile.WriteMask(Path.Combine(root, "mhd", "written", "a.mhd"), mask);
        MatFile.Write(Path.Combine(root, "mat", "written", "a.mat"), "predicted", [2, 4, 3], new byte[24]);
        XlsxFile.Write(Path.Combine(root, "xlsx", "written", "a.xlsx"), [["ECHO", "Reference Frame", "End of Cycle"], ["ES0001_4CH_1", "1", "9"], ["ES0002 _4CH_1", "3", "12"]]);
        ShapeModel.Fit(Hearts(), new ShapeModelOptions { View = EchoView.FourChamber, Source = "phantoms" }).Save(Path.Combine(root, "shape-json", "written", "shape.json"));
    }

    private static void Texts(string root)
    {
        Text(root, "label-map", "map.txt", "1=lv,2=myo,3=la,4=sector");
        Text(root, "label-map", "other.txt", "10=lv, 20=la, 30=background");
        // Neighbours in other lists, so that one changed digit is a contradiction.
        foreach (var (split, first) in new[] { ("training", 1), ("validation", 2), ("testing", 3) })
            Text(root, "camus-splits", $"subgroup_{split}.txt", string.Concat(Enumerable.Range(0, 20).Select(i => FormattableString.Invariant($"patient{first + (3 * i):D4}\n"))), seed: "lists");
        Text(root, "camus-info", "older.cfg", "ED: 1\nES: 13\nNbFrame: 18\nSex: F\nAge: 56\nImageQuality: Good\nLVedv: 94.5\nLVesv: 40.1\nLVef: 57\nFrameRate: 49.7\n");
        Text(root, "echonet-filelist", "dynamic.csv", "FileName,EF,ESV,EDV,FrameHeight,FrameWidth,FPS,NumberOfFrames,Split\n0X1,78.49,14.88,69.21,112,112,50,174,TRAIN\n0X2.avi,59.1,40.38,98.74,112,112,50,215,VAL\n");
        Text(root, "manifest-csv", "manifest.csv", "id,image,mask,patient,view,phase,split,frame,spacing_x,spacing_y\na,a.png,a_gt.png,p1,FourChamber,EndDiastole,Training,0,0.5,0.5\nb,b.png,b_gt.png,p2,,,,,,\n", "set");
        Text(root, "manifest-jsonl", "manifest.jsonl", """
            {"id":"a","image":"a.png","mask":"a_gt.png","patient":"p1","view":"FourChamber","phase":"EndDiastole","split":"Training","frame":0,"spacing_x":0.5,"spacing_y":0.5}
            {"image":"b.png","mask":"b_gt.png"}

            """, "set");
    }

    /// <summary>Files of data sets as targets of their own.</summary>
    private static void FromSets(string root, bool videos)
    {
        var sets = new List<(string Target, DatasetLayout Layout, string Pattern)>
        {
            ("camus-info", DatasetLayout.CamusNifti, "Info_4CH.cfg"), ("phantom-json", DatasetLayout.Ted, "phantom.json"), ("phantom-json", DatasetLayout.Unity, "phantom.json"),
            ("unity-labels", DatasetLayout.Unity, "labels-all.json"), ("mhd", DatasetLayout.Ted, "*_sequence.mhd"), ("nifti1", DatasetLayout.CardiacUda, "*_label.nii.gz"),
        };
        if (videos)
        {
            sets.AddRange([("echonet-filelist", DatasetLayout.EchoNetDynamic, "FileList.csv"), ("echonet-chords", DatasetLayout.EchoNetDynamic, "VolumeTracings.csv"), ("echonet-points", DatasetLayout.EchoNetPediatric, "VolumeTracings.csv"),
                ("mat", DatasetLayout.HmcQu, "*.mat"), ("xlsx", DatasetLayout.HmcQu, "*.xlsx"), ("video-probe", DatasetLayout.EchoNetDynamic, "*.avi"), ("video-read", DatasetLayout.EchoNetDynamic, "*.avi")]);
        }
        else
        {
            Text(root, "echonet-chords", "VolumeTracings.csv", "FileName,X1,Y1,X2,Y2,Frame\n0X1,50,10,55,90,46\n0X1,40,20,60,22,46\n0X1,40,30,60,32,46\n");
            Text(root, "echonet-points", "VolumeTracings.csv", "FileName,X,Y,Frame\nCR1.avi,50,10,4\nCR1.avi,60,20,4\nCR1.avi,1,1,No Systolic\n");
        }
        foreach (var (target, layout, pattern) in sets)
        {
            var file = Directory.GetFiles(Path.Combine(root, FuzzTargets.NameOf(layout)), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
            Copy(root, target, file, [.. Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileNameWithoutExtension(file) + ".*raw")]);
        }
    }

    private static void Folders(string root)
    {
        var masks = Hearts().Take(2).Select(heart => heart.EndDiastole).ToList();
        var mixed = Path.Combine(root, "set-folder", "mixed");
        EchoFile.WriteMask(Path.Combine(mixed, "images", "patient0001_4CH_ED.nii.gz"), masks[0]);
        EchoFile.WriteMask(Path.Combine(mixed, "masks", "patient0001_4CH_ED.mhd"), masks[0]);
        foreach (var folder in new[] { Path.Combine(root, "manifest-csv", "set"), Path.Combine(root, "manifest-jsonl", "set"), Path.Combine(root, "set-folder", "pairs") })
        {
            foreach (var (name, mask) in s_names.Zip(masks))
            {
                EchoFile.WriteMask(Path.Combine(folder, name + "_gt.png"), mask);
                EchoFile.WriteImage(Path.Combine(folder, name + ".png"), EchoImage.FromBytes(mask.Width, mask.Height, mask.Labels, mask.Spacing));
            }
        }
    }

    private static IEnumerable<ShapeHeart> Hearts()
    {
        foreach (var i in Enumerable.Range(0, 12))
        {
            var frames = new[] { CardiacPhase.EndDiastole, CardiacPhase.EndSystole }.Select(phase =>
                PhantomSimulator.Render(PhantomAnatomy.Sample((ulong)i), EchoView.FourChamber, phase, ScannerPreset.Default, 64, (ulong)i).Mask).ToList();
            yield return new ShapeHeart($"phantom{i}", frames[0], frames[1]);
        }
    }

    private static void Text(string root, string target, string name, string content, string? seed = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, target, seed ?? Path.GetFileNameWithoutExtension(name)));
        File.WriteAllBytes(Path.Combine(folder.FullName, name), Encoding.UTF8.GetBytes(content));
    }

    private static void Copy(string root, string target, string file, params string[] others)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, target, string.Join('_', Path.GetRelativePath(Path.GetDirectoryName(Path.GetDirectoryName(file)!)!, file).Split(Path.DirectorySeparatorChar))));
        foreach (var path in (string[])[file, .. others])
            File.Copy(path, Path.Combine(folder.FullName, Path.GetFileName(path)), overwrite: true);
    }
}
