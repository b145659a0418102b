using System.Globalization;

namespace EchoSynth.Imaging.Datasets;

/// <summary>Which number in a data set's own masks means which structure; numbers that it does not know are an error, never a guess.</summary>
/// <remarks>0 is background in every map. Immutable.</remarks>
public sealed class LabelMap
{
    private readonly AnatomyLabel?[] _labels = new AnatomyLabel?[256];

    /// <summary>Says which structure each number of a data set's masks stands for; a number that is not among them is later an error.</summary>
    /// <param name="labels">From each number of the source, 0…255, to a label; 0 to background where it is not named.</param>
    /// <exception cref="ArgumentException">A number beyond 0…255, or a label that is none.</exception>
    public LabelMap(IEnumerable<KeyValuePair<int, AnatomyLabel>> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        _labels[0] = AnatomyLabel.Background;
        foreach (var (number, label) in labels)
        {
            if (number is < 0 or > 255 || !Enum.IsDefined(label))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{number} → {label}; a label map goes from 0…255 to {string.Join(", ", Enum.GetNames<AnatomyLabel>())}."), nameof(labels));
            _labels[number] = label;
        }
    }

    /// <summary>LV, myocardium, left atrium.</summary>
    public static IReadOnlyList<AnatomyLabel> Structures { get; } = [AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium];

    /// <summary>1 LV, 2 myocardium, 3 left atrium, 4 sector: CAMUS, TED and this library.</summary>
    public static LabelMap Camus { get; } = Parse("1=lv,2=myo,3=la,4=sector");

    /// <summary>1 LV, 2 left atrium; 3 right atrium and 4 right ventricle become background.</summary>
    public static LabelMap CardiacUda { get; } = Parse("1=lv,2=la,3=background,4=background");

    /// <summary>What a number means; null where the map does not know it.</summary>
    public AnatomyLabel? this[int number] => (uint)number < (uint)_labels.Length ? _labels[number] : null;

    /// <summary>The structures that some number means, in the order LV, myocardium, left atrium.</summary>
    public IReadOnlyList<AnatomyLabel> Annotated => [.. Structures.Where(s => _labels.Contains(s))];

    /// <summary>Reads "1=lv,2=la,3=background": numbers with lv, myo, la, sector or background, whose longer names are those of <see cref="AnatomyLabel"/>.</summary>
    /// <param name="text">The map.</param>
    /// <exception cref="FormatException">Not of that form; the message names the part.</exception>
    public static LabelMap Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var labels = new Dictionary<int, AnatomyLabel>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', StringSplitOptions.TrimEntries) is not [var number, var name]
                || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > 255
                || LabelOf(name) is not { } label
                || !labels.TryAdd(value, label))
                throw new FormatException($"'{part}' in the label map '{text}'; it must be like 1=lv,2=myo,3=la with each number 0…255 once, and lv, myo, la, sector or background.");
        }
        return labels.Count > 0 ? new LabelMap(labels) : throw new FormatException($"the label map '{text}' is empty; it must be like 1=lv,2=myo,3=la.");
    }

    /// <summary>The map as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Join(",", Enumerable.Range(0, _labels.Length).Where(i => _labels[i] is not null && i > 0)
        .Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}={NameOf(_labels[i]!.Value)}")));

    private static string NameOf(AnatomyLabel label) => label switch
    {
        AnatomyLabel.LeftVentricle => "lv",
        AnatomyLabel.Myocardium => "myo",
        AnatomyLabel.LeftAtrium => "la",
        AnatomyLabel.Sector => "sector",
        _ => "background",
    };

    private static AnatomyLabel? LabelOf(string name)
    {
        foreach (var label in Enum.GetValues<AnatomyLabel>())
        {
            if (name.Equals(NameOf(label), StringComparison.OrdinalIgnoreCase) || name.Equals(label.ToString(), StringComparison.OrdinalIgnoreCase))
                return label;
        }
        return null;
    }
}
