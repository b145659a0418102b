namespace EchoSynth.Evaluation;

/// <summary>What an evaluation asks.</summary>
[Flags]
public enum EvaluationQuestions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>How close is each image to the real one of its mask, and is its speckle that of tissue?</summary>
    Fidelity = 1,

    /// <summary>Do the images as a set look like the real ones, in all their variety?</summary>
    Distribution = 2,

    /// <summary>Does a network that learned from them find its way in real images?</summary>
    Usefulness = 4,

    /// <summary>Did the generator copy the patients that it learned from?</summary>
    Privacy = 8,

    /// <summary>All four.</summary>
    All = Fidelity | Distribution | Usefulness | Privacy,
}
