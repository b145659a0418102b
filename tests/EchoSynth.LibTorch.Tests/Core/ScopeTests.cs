using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.Core;

public class ScopeTests
{
    [Fact]
    public void A_scope_disposes_of_what_was_made_in_it()
    {
        Tensor inside;
        using (var scope = NewDisposeScope())
        {
            inside = zeros(2) + 1;
            Assert.Same(scope, CurrentDisposeScope);
            Assert.Equal(2, scope.DisposablesCount);
            Assert.True(scope.Contains(inside));
        }

        Assert.True(inside.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => inside.Handle);
        Assert.ThrowsAny<Exception>(() => inside + 1);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Tensors_move_outwards()
    {
        using var outer = NewDisposeScope();
        Tensor kept;
        Tensor free;
        using (var inner = NewDisposeScope())
        {
            kept = zeros(2).MoveToOuterDisposeScope();
            free = ones(2).DetachFromDisposeScope();
            var (a, b) = inner.MoveToOuter(zeros(1), zeros(1));
            Assert.True(outer.Contains(a) && outer.Contains(b));
        }

        Assert.True(outer.Contains(kept));
        Assert.False(outer.Contains(free));
        outer.Dispose();
        Assert.True(kept.IsInvalid);
        Assert.False(free.IsInvalid);
        free.Dispose();
    }

    [Fact]
    public void Tensors_are_attached_and_moved_between_scopes()
    {
        var x = zeros(2);
        using var first = NewDisposeScope();
        first.Attach(x);
        using (var second = NewDisposeScope())
        {
            x.MoveToOtherDisposeScope(second);
            Assert.False(first.Contains(x));
            Assert.True(second.Contains(x));
        }

        Assert.True(x.IsInvalid);
    }

    [Fact]
    public void All_but_some_are_disposed()
    {
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, 40).Select(i => tensor(i)).ToArray();
        scope.DisposeEverythingBut(tensors[3], tensors[17], tensors[39]);
        Assert.Equal(3, scope.DisposablesCount);
        Assert.Equal([3, 17, 39], tensors.Where(t => !t.IsInvalid).Select(t => t.item<int>()));
        tensors[17].Dispose();
        Assert.Equal(2, scope.DisposablesCount);
        var (low, high) = scope.DisposeEverythingBut(tensors[39], tensors[3]);
        Assert.Equal((39, 3), (low.item<int>(), high.item<int>()));
    }

    [Fact]
    public void A_wrapped_expression_keeps_its_result_only()
    {
        var before = Tensor.TotalCount;
        using (var y = WrappedTensorDisposeScope(() => (ones(2) + 1) * (ones(2) + 2)))
        {
            Assert.Equal(before + 1, Tensor.TotalCount);
            Assert.Equal(6f, y[0].item<float>());
        }
    }

    [Fact]
    public void Scopes_belong_to_threads()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() =>
        {
            Assert.Null(CurrentDisposeScope);
            other = zeros(2);
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        other!.Dispose();
    }

    [Fact]
    public void Statistics_count_lives()
    {
        var statistics = DisposeScopeManager.Statistics.TensorStatistics;
        statistics.Reset();
        using (NewDisposeScope())
        {
            var a = zeros(1);
            var b = zeros(1);
            b.Dispose();
            a.DetachFromDisposeScope().Dispose();
            Assert.Equal(2, statistics.CreatedInScopeCount);
            Assert.Equal(1, statistics.DisposedInScopeCount);
            Assert.Equal(1, statistics.DisposedOutsideScopeCount);
            Assert.Equal(1, statistics.DetachedFromScopeCount);
        }

        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_training_step_leaves_nothing_behind()
    {
        using var weight = randn(8, 8, requires_grad: true);
        Step();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 50; i++)
            Step();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            var loss = (randn(4, 8).mm(weight).silu() * 2).square().mean();
            loss.backward();
            using (no_grad())
                weight.sub_(weight.grad! * 0.01).grad!.zero_();
        }
    }

    [Fact]
    public void Disposing_twice_is_harmless()
    {
        var before = Tensor.TotalCount;
        var x = zeros(2);
        x.Dispose();
        x.Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Scopes_may_be_closed_out_of_order()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
        var x = zeros(1);
        inner.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }
}
