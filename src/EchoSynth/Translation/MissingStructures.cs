namespace EchoSynth.Translation;

/// <summary>What to do where a source data set does not annotate a structure that the model was trained with.</summary>
/// <remarks>A model trained on three structures has never seen a mask that lacks one: it draws tissue of no kind there. So what is done is always said, never guessed.</remarks>
public enum MissingStructures
{
    /// <summary>Add the likeliest ones around what is there (<see cref="DomainTranslatorOptions.Completer"/>); a mask for which that fails is left out, with a record.</summary>
    Complete,

    /// <summary>Draw from the mask as it is.</summary>
    Keep,

    /// <summary>Translate nothing: an ArgumentException lists the structures that the data set does not annotate.</summary>
    Refuse,
}
