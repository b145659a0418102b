using EchoSynth.LibTorch.Tests.Optim;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.SystemOnly;

/// <summary>The step for GPUs, on the CPU: the same numbers as the step that takes one parameter after the other.</summary>
public sealed class AdamBatchTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AgreesWithTheStepOfOneParameter(bool decoupled)
    {
        using var scope = NewDisposeScope();
        var settings = new AdamMath.Settings(0.03, 0.8, 0.95, 1e-6, 0.05, false, decoupled);
        var (one, all) = (OptimizerReferenceTests.Start(), OptimizerReferenceTests.Start());
        var (oneStates, allStates) = (one.Select(State).ToArray(), all.Select(State).ToArray());
        foreach (var slopes in OptimizerReferenceTests.Slopes())
        {
            using var gradients = no_grad();
            var batch = new AdamBatch();
            for (var i = 0; i < one.Length; i++)
            {
                var (state, other) = ((IAdamState)oneStates[i], (IAdamState)allStates[i]);
                AdamMath.Step(one[i], slopes[i], state.Mean, state.Square, null, ++state.Step, settings);
                other.Step++;
                batch.Add(all[i], slopes[i].clone(), other);
            }

            batch.Step(settings);
            foreach (var (expected, found) in one.Zip(all)) Reference.Close(expected, found);
        }
    }

    private static AdamW.State State(Parameter parameter)
    {
        var state = new AdamW.State(parameter);
        state.Initialize(new AdamW.Options());
        return state;
    }
}
