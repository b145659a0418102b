namespace EchoSynth.Fuzz;

/// <summary>A parser under test.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Run">Parses what lies in a folder; the second argument is the altered file's path.</param>
internal sealed record FuzzTarget(string Name, Action<string, string> Run)
{
    /// <summary>Endings of the seeds' files that are altered; all where there are none.</summary>
    public string[] Altered { get; init; } = [];

    /// <summary>Whether several threads read, so that the allocations of all count.</summary>
    public bool Threads { get; init; }

    /// <summary>One case in so many changes what lies in the folder instead of what is in the file; 0 for none.</summary>
    public int FolderCases { get; init; } = 25;

    /// <summary>Cases at most, where each starts processes.</summary>
    public int MostCases { get; init; } = int.MaxValue;

    /// <summary>Whether ffmpeg is needed.</summary>
    public bool NeedsVideo { get; init; }

    /// <summary>A case that takes longer, three times in turn, is a finding.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether it uses libtorch, whose memory no collector counts: the process may take 1 GiB more than it began with, and no further.</summary>
    public bool Native { get; init; }

    /// <summary>Makes right, after an alteration of a file, what would hide it, such as checksums in other files.</summary>
    public Action<string>? Repair { get; init; }

    /// <summary>Exceptions other than EchoFormatException that the documentation names.</summary>
    public Type[] Documented { get; init; } = [];

    /// <summary>Bytes that may be allocated: linear in what is stored, with deflate's largest expansion (1032) where that is compressed.</summary>
    public static long AllocationBound(IEnumerable<KeyValuePair<string, int>> files) =>
        (8L << 20) + files.Sum(file => file.Value * (IsCompressed(file.Key) ? 1032L * 40 : 64L));

    private static bool IsCompressed(string name) =>
        Path.GetExtension(name).ToUpperInvariant() is ".PNG" or ".GZ" or ".NII" or ".HDR" or ".IMG" or ".ZRAW" or ".RAW" or ".MHA" or ".MHD" or ".MAT" or ".XLSX";
}
