namespace TorchSharp;

/// <summary>The scopes of a thread, the innermost last.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? s_current;

    public static ThreadDisposeScopeStatistics Statistics => Current.ThreadStatistics;

    internal static DisposeScopeManager Current => s_current ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics ThreadStatistics { get; } = new();

    internal DisposeScope? CurrentScope { get; private set; }

    internal DisposeScope NewScope() => CurrentScope = new DisposeScope(this, CurrentScope);

    /// <summary>Gives a new tensor to the thread's innermost scope.</summary>
    internal void Register(torch.Tensor tensor)
    {
        var statistics = ThreadStatistics.TensorStatistics;
        if (CurrentScope is { } scope)
        {
            statistics.CreatedInScopeCount++;
            scope.Add(tensor);
        }
        else
        {
            statistics.CreatedOutsideScopeCount++;
        }
    }

    internal void CountDisposal(torch.Tensor tensor)
    {
        if (tensor.OwningDisposeScope is null)
            ThreadStatistics.TensorStatistics.DisposedOutsideScopeCount++;
        else
            ThreadStatistics.TensorStatistics.DisposedInScopeCount++;
    }

    /// <summary>Takes a scope out of the chain, wherever in it the scope stands.</summary>
    internal void Remove(DisposeScope scope)
    {
        if (ReferenceEquals(CurrentScope, scope))
        {
            CurrentScope = scope.Outer;
            return;
        }

        for (var inner = CurrentScope; inner is not null; inner = inner.Outer)
        {
            if (!ReferenceEquals(inner.Outer, scope))
                continue;
            inner.Outer = scope.Outer;
            return;
        }
    }
}
