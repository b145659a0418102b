using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.Optim;

public sealed class OptimizerTests
{
    [Fact]
    public void GroupsHaveTheirOwnSettings()
    {
        using var scope = NewDisposeScope();
        var (one, other) = (new Parameter(ones(1)), new Parameter(ones(1)));
        using var optimizer = optim.SGD(new SGD.ParamGroup[] { new([one], 0.5), new() { Parameters = [other] } }, 0.1);
        Assert.Equal([0.5, 0.1], optimizer.ParamGroups.Select(g => g.LearningRate));
        foreach (var group in optimizer.ParamGroups) group.LearningRate *= 2;
        one.grad = ones(1);
        other.grad = ones(1);
        optimizer.step();
        Assert.Equal(0f, one.item<float>(), 5);
        Assert.Equal(0.8f, other.item<float>(), 5);
        Assert.Equal([0.5, 0.1], optimizer.ParamGroups.Select(g => g.InitialLearningRate));
    }

    [Fact]
    public void ParametersWithoutGradientsStay()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(2));
        using var optimizer = optim.AdamW([parameter], 0.1);
        optimizer.step();
        Assert.Equal(2, parameter.sum().item<float>());
        Assert.Equal(0, ((AdamW.State)optimizer.state_dict().State[0]).step);
    }

    [Fact]
    public void ZeroGradWritesZeros()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(2));
        using var optimizer = optim.Adam([("p", parameter)]);
        parameter.square().sum().backward();
        optimizer.zero_grad();
        Assert.Equal(0, parameter.grad!.sum().item<float>());
    }

    [Fact]
    public void TheClosuresLossComesBack()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(full(1, 3.0));
        using var optimizer = optim.SGD([parameter], 0.1);
        var loss = optimizer.step(() =>
        {
            var value = parameter.square().sum();
            value.backward();
            return value;
        });
        Assert.Equal(9, loss.item<float>());
        Assert.Equal(2.4f, parameter.item<float>(), 5);
    }

    [Fact]
    public void SettingsAreChecked()
    {
        using var parameter = new Parameter(ones(1));
        Assert.Throws<ArgumentException>(() => optim.Adam([parameter], -1));
        Assert.Throws<ArgumentException>(() => optim.AdamW([parameter], beta1: 1));
        Assert.Throws<ArgumentException>(() => optim.AdamW([parameter], weight_decay: -1));
    }

    [Fact]
    public void AnotherOptimizersStateIsRefused()
    {
        using var parameter = new Parameter(ones(1));
        using var adam = optim.Adam([parameter]);
        using var adamW = optim.AdamW([parameter]);
        using var stream = new MemoryStream();
        adam.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        Assert.Throws<InvalidDataException>(() => adamW.load_state_dict(new BinaryReader(stream)));
        using var two = optim.Adam(new Adam.ParamGroup[] { new([parameter]), new([parameter]) });
        Assert.Throws<ArgumentException>(() => two.load_state_dict(adam.state_dict()));
    }

    [Fact]
    public void TrainingLowersTheLoss()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var network = new NN.SmallNetwork();
        network.eval();
        using var optimizer = optim.AdamW(network.parameters(), 0.01);
        var input = randn(4, 1, 8, 8);
        var target = input.mul(2).sub(1);
        var losses = new List<float>();
        for (var i = 0; i < 60; i++)
        {
            using var step = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.mse_loss(network.call(input), target);
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] < 0.5 * losses[0], $"{losses[0]} -> {losses[^1]}");
    }

    [Fact]
    public void TwoHundredStepsLeaveNoTensorsBehind()
    {
        using var network = new NN.SmallNetwork();
        using var optimizer = optim.AdamW(network.parameters(), 0.001, amsgrad: true);
        using var input = randn(2, 1, 6, 6);
        void Step()
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            network.call(input).square().mean().backward();
            nn.utils.clip_grad_norm_(network.parameters(), 1);
            optimizer.step();
        }

        Step();
        var state = optimizer.state_dict().State.ToList();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        for (var i = 0; i < 200; i++) Step();
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.Equal(state, optimizer.state_dict().State);
    }

    [Fact]
    public void StateOutlivesTheScopeOfTheOptimizersMaking()
    {
        using var parameter = new Parameter(ones(2));
        AdamW optimizer;
        using (NewDisposeScope()) optimizer = optim.AdamW([parameter], amsgrad: true);
        var state = (AdamW.State)optimizer.state_dict().State[0];
        Assert.False(state.exp_avg.IsInvalid);
        optimizer.Dispose();
        Assert.True(state.exp_avg.IsInvalid);
        Assert.True(state.exp_avg_sq.IsInvalid);
        Assert.True(state.max_exp_avg_sq.IsInvalid);
        Assert.False(parameter.IsInvalid);
    }
}
