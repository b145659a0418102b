namespace EchoSynth.Training;

/// <summary>What a training remembers of its course beside the weights; goes into checkpoints.</summary>
internal sealed record TrainingMarks
{
    /// <summary>What both rates are multiplied by: ½ for every roll-back.</summary>
    public double RateFactor { get; set; } = 1;

    public int Rollbacks { get; set; }

    /// <summary>The highest <see cref="ValidationReport.Score"/> so far.</summary>
    public double? BestScore { get; set; }

    public long BestStep { get; set; }

    public long LastValidatedStep { get; set; }

    /// <summary>Validations since the best one.</summary>
    public int ValidationsWithoutBest { get; set; }

    /// <summary>The last reports of each loss, oldest first.</summary>
    public Dictionary<string, List<double>> RecentLosses { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Takes note of a validation; one of a step that was validated before, after a roll-back, does not try the patience again.</summary>
    /// <returns>Whether it is the best so far; one whose score could not be measured never is.</returns>
    public bool Note(ValidationReport report, long step)
    {
        var again = step <= LastValidatedStep;
        LastValidatedStep = step;
        var best = double.IsFinite(report.Score) && (BestScore is not { } before || report.Score > before);
        if (best)
            (BestScore, BestStep, ValidationsWithoutBest) = (report.Score, step, 0);
        else if (!again)
            ValidationsWithoutBest++;
        return best;
    }

    /// <summary>Takes over what another rank noted of a validation.</summary>
    public void TakeValidation(TrainingMarks other) =>
        (BestScore, BestStep, LastValidatedStep, ValidationsWithoutBest) = (other.BestScore, other.BestStep, other.LastValidatedStep, other.ValidationsWithoutBest);
}
