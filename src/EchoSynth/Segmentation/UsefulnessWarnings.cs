using System.Globalization;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Segmentation;

/// <summary>What a study's figures should not be read without.</summary>
internal sealed class UsefulnessWarnings
{
    private const int Few = 4;
    private readonly List<string> _warnings = [];

    public IReadOnlyList<string> All => _warnings;

    /// <summary>Notes what the three lists say of themselves.</summary>
    public void About(SetFacts training, SetFacts synthetic, SetFacts test, int scarcePatients, UsefulnessOptions options)
    {
        if (test.Images < Few || test.Patients.Count < Few)
            Add($"Only {test.Images} test images of {test.Patients.Count} patients: the intervals mean little below {Few} of each.");
        if (scarcePatients < Few)
            Add(string.Create(CultureInfo.InvariantCulture, $"{options.ScarceShare:P0} of {training.Patients.Count} training patients are {scarcePatients}: what the scarce regimes score hangs on which."));
        if (synthetic.Patients.Intersect(test.Patients, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } shared)
            Add($"Synthetic images bear the patients {List(shared)}, who are test patients: if they were made from those patients' masks, the synthetic regimes have seen what they are tested on.");
        if (test.UnknownSpacing > 0)
            Add($"{test.UnknownSpacing} of {test.Images} test images have no known pixel spacing: their distances are in pixels, not in mm.");
        if (synthetic.UnknownSpacing > 0)
            Add($"{synthetic.UnknownSpacing} of {synthetic.Images} synthetic images have no known pixel spacing: their distances in mask fidelity are in pixels, not in mm.");
        if (synthetic.SmallestSide < Math.Min(test.SmallestSide, options.Segmenter.ImageSize))
            Add($"Synthetic images have down to {synthetic.SmallestSide} pixels, real test images {test.SmallestSide}; at the segmenter's {options.Segmenter.ImageSize} the synthetic ones are enlarged and lack the real ones' detail, which makes them look less useful than they may be.");
        foreach (var structure in LabelMap.Structures)
        {
            if (!test.Structures.Contains(structure))
                Add($"No test mask has {Name(structure)}: it is not scored.");
            else if (!training.Structures.Contains(structure) || !synthetic.Structures.Contains(structure))
                Add($"No {(training.Structures.Contains(structure) ? "synthetic" : "real training")} mask has {Name(structure)}, but test masks have: it cannot be learned there, and scores 0.");
        }
    }

    /// <summary>Notes what the regimes' results say of the study itself.</summary>
    public void About(IReadOnlyList<RegimeResult> regimes)
    {
        RegimeResult Of(UsefulnessRegime regime) => regimes.First(r => r.Regime == regime);
        var scarce = Of(UsefulnessRegime.Scarce);
        if (scarce.RealPatients > 0 && scarce.DifferenceToReal is { High: >= 0 })
            Add($"The {scarce.RealPatients} patients of the scarce regime do as well as all {Of(UsefulnessRegime.Real).RealPatients}: the task is easy, and what synthetic images add to few real ones cannot show. A smaller ScarceShare may tell.");
    }

    private void Add(string warning) => _warnings.Add(warning);

    internal static string List(string[] names) => string.Join(", ", names.Take(5)) + (names.Length > 5 ? $" and {names.Length - 5} more" : "");

    private static string Name(AnatomyLabel structure) => structure switch
    {
        AnatomyLabel.LeftVentricle => "the left ventricle",
        AnatomyLabel.Myocardium => "the myocardium",
        _ => "the left atrium",
    };
}
