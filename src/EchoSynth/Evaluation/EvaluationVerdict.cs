namespace EchoSynth.Evaluation;

/// <summary>How a question came out; the rules are in docs/evaluation.md.</summary>
public enum EvaluationVerdict
{
    /// <summary>It was not asked, or could not be answered.</summary>
    NotMeasured,

    /// <summary>Nothing speaks against use.</summary>
    Good,

    /// <summary>Usable, with a weakness that is named.</summary>
    Caution,

    /// <summary>Do not use the set for this.</summary>
    Bad,
}
