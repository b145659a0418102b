namespace EchoSynth.Imaging.Datasets;

/// <summary>The echocardiographic view.</summary>
public enum EchoView
{
    /// <summary>Not stated.</summary>
    Unknown,

    /// <summary>Apical two-chamber (A2C, CAMUS "2CH").</summary>
    TwoChamber,

    /// <summary>Apical four-chamber (A4C, CAMUS "4CH").</summary>
    FourChamber,

    /// <summary>Parasternal short axis (PSAX).</summary>
    ParasternalShortAxis,
}
