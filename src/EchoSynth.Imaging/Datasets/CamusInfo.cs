using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;

namespace EchoSynth.Imaging.Datasets;

/// <summary>What CAMUS says of a patient's view (Info_2CH.cfg, Info_4CH.cfg). Null where the file says nothing, or "NA".</summary>
public sealed record CamusInfo
{
    /// <summary>1-based frame of end-diastole.</summary>
    public int? EndDiastole { get; init; }

    /// <summary>1-based frame of end-systole; it may come before <see cref="EndDiastole"/>.</summary>
    public int? EndSystole { get; init; }

    /// <summary>Frames in the sequence.</summary>
    public int? FrameCount { get; init; }

    /// <summary>"M" or "F".</summary>
    public string? Sex { get; init; }

    /// <summary>Years.</summary>
    public int? Age { get; init; }

    /// <summary>"Good", "Medium" or "Poor".</summary>
    public string? ImageQuality { get; init; }

    /// <summary>LV volume at end-diastole, ml.</summary>
    public double? EndDiastolicVolume { get; init; }

    /// <summary>LV volume at end-systole, ml.</summary>
    public double? EndSystolicVolume { get; init; }

    /// <summary>Ejection fraction, per cent.</summary>
    public double? EjectionFraction { get; init; }

    /// <summary>Frames per second.</summary>
    public double? FrameRate { get; init; }

    /// <summary>Entries of other names, as they stand.</summary>
    public IReadOnlyDictionary<string, string> Other { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Reads a cfg file: lines "key: value" in any order, keys in any case, "LVef" or "EF"; other lines are ignored.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="EchoFormatException">Missing, or a number is none.</exception>
    public static CamusInfo Read(string path)
    {
        // Such files have a dozen lines; nothing else is worth reading whole.
        var text = FileInput.Read(path, stream => stream.Length <= 1 << 20
            ? Encoding.UTF8.GetString(FileInput.ReadExactly(stream, stream.Length, path, "file"))
            : throw new EchoFormatException(path, null, $"the file has {stream.Length} bytes; an Info file has a dozen lines of \"key: value\"."));
        var info = new CamusInfo();
        var other = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                continue;
            var (key, value) = (line[..colon].Trim().TrimStart('\uFEFF'), line[(colon + 1)..].Trim());
            if (value.Length == 0 || value.Equals("NA", StringComparison.OrdinalIgnoreCase))
                continue;
            info = key.ToUpperInvariant() switch
            {
                "ED" => info with { EndDiastole = Integer(path, key, value) },
                "ES" => info with { EndSystole = Integer(path, key, value) },
                "NBFRAME" => info with { FrameCount = Integer(path, key, value) },
                "SEX" => info with { Sex = value },
                "AGE" => info with { Age = Integer(path, key, value) },
                "IMAGEQUALITY" => info with { ImageQuality = value },
                "LVEDV" => info with { EndDiastolicVolume = Number(path, key, value) },
                "LVESV" => info with { EndSystolicVolume = Number(path, key, value) },
                "LVEF" or "EF" => info with { EjectionFraction = Number(path, key, value) },
                "FRAMERATE" => info with { FrameRate = Number(path, key, value) },
                _ => Keep(info, key, value),
            };
        }
        return other.Count == 0 ? info : info with { Other = other };

        CamusInfo Keep(CamusInfo unchanged, string key, string value)
        {
            other[key] = value;
            return unchanged;
        }
    }

    /// <summary>Writes a cfg file with the entries that are known, in the order of CAMUS. Written whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path)
    {
        var text = new StringBuilder();
        Line("ED", EndDiastole);
        Line("ES", EndSystole);
        Line("NbFrame", FrameCount);
        Line("Sex", Sex);
        Line("Age", Age);
        Line("ImageQuality", ImageQuality);
        Line("LVedv", EndDiastolicVolume);
        Line("LVesv", EndSystolicVolume);
        Line("LVef", EjectionFraction);
        Line("FrameRate", FrameRate);
        foreach (var (key, value) in Other)
            Line(key, value);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text.ToString()));

        void Line(string key, object? value)
        {
            if (value is not null)
                text.Append(CultureInfo.InvariantCulture, $"{key}: {value}\n");
        }
    }

    private static int Integer(string path, string key, string value) => Number(path, key, value) is var number && number == Math.Floor(number) && Math.Abs(number) < int.MaxValue
        ? (int)number
        : throw new EchoFormatException(path, key, $"\"{value}\"; it must be a whole number.");

    private static double Number(string path, string key, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new EchoFormatException(path, key, $"\"{value}\"; it must be a number.");
}
