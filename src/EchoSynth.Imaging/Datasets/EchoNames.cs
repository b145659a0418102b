namespace EchoSynth.Imaging.Datasets;

/// <summary>Views and phases as files and manifests spell them.</summary>
public static class EchoNames
{
    /// <summary>"2CH", "4CH" or "PSAX"; null where the view is unknown.</summary>
    public static string? ShortName(this EchoView view) => view switch
    {
        EchoView.TwoChamber => "2CH",
        EchoView.FourChamber => "4CH",
        EchoView.ParasternalShortAxis => "PSAX",
        _ => null,
    };

    /// <summary>"ED" or "ES"; null where the phase is unknown.</summary>
    public static string? ShortName(this CardiacPhase phase) => phase switch
    {
        CardiacPhase.EndDiastole => "ED",
        CardiacPhase.EndSystole => "ES",
        _ => null,
    };
}
