namespace EchoSynth.Imaging.Datasets;

/// <summary>The names of EchoNet's files and folders.</summary>
internal static class EchoNetNames
{
    public const string FileList = "FileList.csv";
    public const string Tracings = "VolumeTracings.csv";
    public const string Videos = "Videos";
    public const string FourChamber = "A4C";
    public const string ShortAxis = "PSAX";
    public const string Extension = ".avi";
    private const int Longest = 200;
    private static readonly char[] s_unusable = [.. Path.GetInvalidFileNameChars(), '/', '\\', ':', '*', '?', '"', '<', '>', '|'];

    public static EchoView ViewOf(string folder) => folder switch
    {
        FourChamber => EchoView.FourChamber,
        ShortAxis => EchoView.ParasternalShortAxis,
        _ => throw new ArgumentOutOfRangeException(nameof(folder)),
    };

    /// <summary>A video's name without its extension, which files may have or not.</summary>
    public static string Stem(string fileName) =>
        Video.VideoFile.HasExtension(fileName) ? Path.GetFileNameWithoutExtension(fileName) : fileName;

    /// <summary>The name with its extension.</summary>
    public static string File(string fileName) => Video.VideoFile.HasExtension(fileName) ? fileName : fileName + Extension;

    /// <summary>Whether a name can stand for a file, here and in what is made from the data set.</summary>
    public static bool IsUsable(string fileName) =>
        fileName.Length is > 0 and <= Longest && fileName.IndexOfAny(s_unusable) < 0 && !fileName.Any(char.IsControl) && !fileName.StartsWith('.') && Stem(fileName).Length > 0;

    /// <summary>Videos of EchoNet-Pediatric are called patient-examination-instance; others are their own patient.</summary>
    public static string Patient(string stem) => stem.Split('-') is [{ Length: > 0 } patient, { Length: > 0 }, { Length: > 0 }] ? patient : stem;
}
