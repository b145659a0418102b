using EchoSynth.Training;
namespace EchoSynth.Objectives;

/// <summary>What one step of training does to the networks; everything around it (batches, rates, averages, checkpoints) is the trainer's.</summary>
internal interface ITrainingObjective
{
    /// <summary>Updates the networks once and notes the losses.</summary>
    void Update(TrainingBatch batch, long step);
}
