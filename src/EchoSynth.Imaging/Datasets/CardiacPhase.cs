namespace EchoSynth.Imaging.Datasets;

/// <summary>The moment of the heart's cycle.</summary>
public enum CardiacPhase
{
    /// <summary>Not stated, or any frame of a sequence.</summary>
    Unknown,

    /// <summary>End-diastole: the cavity at its largest.</summary>
    EndDiastole,

    /// <summary>End-systole: the cavity at its smallest.</summary>
    EndSystole,
}
