using System.Runtime.InteropServices;

namespace EchoSynth.Fuzz;

/// <summary>Alterations of what lies in a folder: files go, or are there twice, or become folders, links that lead nowhere, in a circle or out, pipes and devices.</summary>
internal static class FolderMutator
{
    private static readonly string[] s_endings = [".png", ".nii", ".mha", ".avi", ".csv", ""];
    private static readonly string[] s_above = ["loop", "patient0009", "images", "database", "Site_X"];
    private static readonly string[] s_here = ["loop", "patient0009", "masks", "training", "png-cache", "Videos"];
    private static readonly string[] s_odd = ["a\nb_gt.png", "\\.png", "patient0010", "manifest.jsonl", new string('x', 250) + ".nii"];

    /// <summary>Changes one thing.</summary>
    public static void Change(string folder, string name, Random random)
    {
        var path = Path.Combine(folder, name);
        var beside = Path.GetDirectoryName(path)!;
        var stem = Path.GetFileName(path);
        // Windows has neither pipes nor links without rights.
        switch (random.Next(OperatingSystem.IsWindows() ? 6 : 14))
        {
            case 0:
                File.Delete(path);
                break;
            case 1:
                File.WriteAllBytes(path, []);
                break;
            case 2:
                File.Delete(path);
                Directory.CreateDirectory(path);
                break;
            case 3:
                Copy(path, Path.Combine(beside, stem.ToUpperInvariant()));
                break;
            case 4:
                Copy(path, Path.Combine(beside, "x" + stem));
                break;
            case 5:
                Copy(path, Path.Combine(beside, Path.GetFileNameWithoutExtension(stem) + s_endings[random.Next(s_endings.Length)]));
                break;
            case 6:
                Link(path, path);
                break;
            case 7:
                Link(path, "nowhere");
                break;
            case 8:
                Link(path, "/dev/zero");
                break;
            case 9:
                Link(path, "/dev/null");
                break;
            case 10:
                Pipe(path);
                break;
            case 11:
                LinkFolder(Path.Combine(beside, s_above[random.Next(s_above.Length)]), "..");
                break;
            case 12:
                LinkFolder(Path.Combine(folder, s_here[random.Next(s_here.Length)] + "_"[..random.Next(2)]), ".");
                break;
            default:
                Copy(path, Path.Combine(beside, s_odd[random.Next(s_odd.Length)]));
                break;
        }
    }

    private static void Copy(string from, string to)
    {
        if (!Path.Exists(to))
            File.Copy(from, to);
    }

    private static void Link(string path, string target)
    {
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    private static void LinkFolder(string path, string target)
    {
        if (!Path.Exists(path))
            Directory.CreateSymbolicLink(path, target);
    }

    private static void Pipe(string path)
    {
        File.Delete(path);
        _ = MakePipe(path, Convert.ToUInt32("600", 8));
    }

    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
    private static extern int MakePipe([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
}
