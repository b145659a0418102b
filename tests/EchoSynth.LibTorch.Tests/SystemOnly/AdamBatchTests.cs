using System.Runtime.InteropServices;
using EchoSynth.LibTorch.Tests.Optim;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.SystemOnly;

/// <summary>The steps for GPUs and that of the portable path, on the CPU: the same numbers as the step that takes one parameter after the other.</summary>
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheOwnOperatorAgreesWithThoseOfTheOthers(bool decoupled)
    {
        using var scope = NewDisposeScope();
        var settings = new AdamMath.Settings(0.03, 0.8, 0.95, 1e-6, 0.05, false, decoupled);
        var (own, others) = (OptimizerReferenceTests.Start(), OptimizerReferenceTests.Start());
        var (ownStates, otherStates) = (own.Select(State).ToArray(), others.Select(State).ToArray());
        foreach (var slopes in OptimizerReferenceTests.Slopes())
        {
            using var gradients = no_grad();
            for (var i = 0; i < own.Length; i++)
            {
                var (state, other) = ((IAdamState)ownStates[i], (IAdamState)otherStates[i]);
                AdamMath.Step(own[i], slopes[i], state.Mean, state.Square, null, ++state.Step, settings);
                AdamMath.Composed(others[i], slopes[i], other.Mean, other.Square, null, ++other.Step, settings);
            }

            foreach (var (expected, found) in own.Zip(others)) Reference.Close(expected, found);
        }
    }

    /// <summary>libtorch 1.13 takes the arguments and then says that it has the operator for CUDA alone; later ones compute.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.05)]
    public void TheFusedOperatorsArgumentsAreThoseOfItsSchema(double decay)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var settings = new AdamMath.Settings(0.03, 0.8, 0.95, 1e-6, decay, false, false);
        var slopes = OptimizerReferenceTests.Slopes().First();
        AdamBatch.Tensors Start()
        {
            var parameters = OptimizerReferenceTests.Start();
            return new(parameters, [.. slopes.Select(s => s.clone())], [.. parameters.Select(p => zeros_like(p))], [.. parameters.Select(p => zeros_like(p))]);
        }

        var (fused, lists) = (Start(), Start());
        try
        {
            AdamBatch.StepFused(1, fused, settings);
        }
        catch (ExternalException e)
        {
            Assert.Contains("aten::_fused_adam_", e.Message, StringComparison.Ordinal);
            Assert.Matches("Could not run .* from the 'CPU' backend", e.Message);
            foreach (var (unchanged, start) in fused.Parameters.Zip(OptimizerReferenceTests.Start())) Assert.Equal(0.0, (unchanged - start).abs().max().item<double>());
            return;
        }
        AdamBatch.StepLists(1, lists, settings);
        foreach (var (expected, found) in lists.Parameters.Zip(fused.Parameters)) Reference.Close(expected, found);
    }

    private static AdamW.State State(Parameter parameter)
    {
        var state = new AdamW.State(parameter);
        state.Initialize(new AdamW.Options());
        return state;
    }
}
