using EchoSynth.Training;

namespace EchoSynth.Objectives;

/// <summary>What one step of training does to the networks; everything around it (batches, rates, averages, checkpoints) is the trainer's.</summary>
internal interface ITrainingObjective
{
    /// <summary>Updates the networks once, with the gradients averaged over the batches, and notes the losses.</summary>
    void Update(IReadOnlyList<TrainingBatch> batches, long step);
}
