namespace EchoSynth.Training;

/// <summary>A loss became NaN or infinite. The checkpoints written before are untouched.</summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
