namespace EchoSynth.Training;

/// <summary>The losses diverged more often than <see cref="TrainerOptions.RollbacksAllowed"/>. The model holds its last good weights, and the checkpoints written before are untouched.</summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
