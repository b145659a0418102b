namespace EchoSynth.Telemetry;

/// <summary>The numbers of the library's log events, for filters and alerts. A number keeps its meaning; new events get new ones. docs/operations.md has the table.</summary>
public static class EchoSynthEvents
{
    /// <summary>A training began or goes on. Information.</summary>
    public const int TrainingStarted = 1001;

    /// <summary>A checkpoint, or the best model so far, was written. Information.</summary>
    public const int CheckpointSaved = 1002;

    /// <summary>A checkpoint is damaged, and an older one is used. Warning.</summary>
    public const int CheckpointDamaged = 1003;

    /// <summary>Rate, time left, memory and cost, once a run. Information.</summary>
    public const int TrainingEstimated = 1004;

    /// <summary>The figures of a validation. Information.</summary>
    public const int TrainingValidated = 1005;

    /// <summary>The losses diverged; the training went back and goes on with lower rates. Warning.</summary>
    public const int TrainingRolledBack = 1006;

    /// <summary>Something about a training that a person should look at. Warning.</summary>
    public const int TrainingWarning = 1007;

    /// <summary>A training stopped early, since no validation was better. Information.</summary>
    public const int TrainingStoppedEarly = 1008;

    /// <summary>All steps of a training are done. Information.</summary>
    public const int TrainingCompleted = 1009;

    /// <summary>A training was cancelled, after its checkpoint was written. Information.</summary>
    public const int TrainingCancelled = 1010;

    /// <summary>A training goes on from a checkpoint. Information.</summary>
    public const int TrainingResumed = 1011;

    /// <summary>A call has drawn its images. Debug.</summary>
    public const int ImagesDrawn = 2001;

    /// <summary>The device's memory was not enough for a micro-batch, which was halved and drawn again. Warning.</summary>
    public const int MicroBatchHalved = 2002;

    /// <summary>The model that services.AddEchoSynth names was read. Information.</summary>
    public const int ModelLoaded = 3001;

    /// <summary>The number of libtorch's threads was set. Information.</summary>
    public const int ThreadsSet = 3002;

    /// <summary>A process has met the other ranks of its job. Information.</summary>
    public const int RanksMet = 4001;

    /// <summary>A process could not tell the other ranks that it left. Warning.</summary>
    public const int RankLeftUnheard = 4002;
}
