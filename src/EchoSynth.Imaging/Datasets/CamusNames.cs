namespace EchoSynth.Imaging.Datasets;

/// <summary>How CAMUS spells things.</summary>
internal static class CamusNames
{
    public const string NiftiFolder = "database_nifti";
    public const string NiftiSplits = "database_split";
    public const string OlderSplits = "listSubGroups";
    public const string Training = "training";
    public const string Testing = "testing";

    public static readonly EchoView[] Views = [EchoView.TwoChamber, EchoView.FourChamber];
    public static readonly CardiacPhase[] Phases = [CardiacPhase.EndDiastole, CardiacPhase.EndSystole];
    public static readonly string[] Sequences = ["half_sequence", "sequence"];
    public static readonly string[] Extensions = [".nii.gz", ".nii", ".mhd", ".mha"];

    public static string Of(EchoView view) => Views.Contains(view)
        ? view.ShortName()!
        : throw new ArgumentOutOfRangeException(nameof(view), view, "CAMUS has the views TwoChamber (2CH) and FourChamber (4CH).");

    public static string Of(CardiacPhase phase) =>
        phase.ShortName() ?? throw new ArgumentOutOfRangeException(nameof(phase), phase, "CAMUS has the phases EndDiastole (ED) and EndSystole (ES).");

    public static string Info(EchoView view) => $"Info_{Of(view)}.cfg";

    /// <summary>"patient" and digits.</summary>
    public static bool IsPatient(string name) =>
        name.Length > 7 && name.StartsWith("patient", StringComparison.Ordinal) && name.AsSpan(7).IndexOfAnyExceptInRange('0', '9') < 0;

    public static string? Find(string folder, string stem) =>
        Extensions.Select(extension => Path.Combine(folder, stem + extension)).FirstOrDefault(File.Exists);
}
