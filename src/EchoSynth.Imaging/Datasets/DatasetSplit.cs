namespace EchoSynth.Imaging.Datasets;

/// <summary>The part of a data set that an item belongs to.</summary>
public enum DatasetSplit
{
    /// <summary>Not stated.</summary>
    Unassigned,

    /// <summary>For training.</summary>
    Training,

    /// <summary>For choosing between models.</summary>
    Validation,

    /// <summary>Held out.</summary>
    Testing,
}
