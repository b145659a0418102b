namespace TorchSharp;

/// <summary>
/// Owns the tensors that its thread makes while it is the innermost scope, and disposes of them with itself. Each tensor knows its place
/// in the scope's list, so that adding and removing cost no search.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private DisposeScopeManager? _manager;
    private torch.Tensor[] _tensors = new torch.Tensor[16];
    private int _count;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        _manager = manager;
        Outer = outer;
    }

    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            _ = Manager;
            return _tensors[.._count];
        }
    }

    public int DisposablesCount
    {
        get
        {
            _ = Manager;
            return _count;
        }
    }

    internal DisposeScope? Outer { get; set; }

    private DisposeScopeManager Manager => _manager ?? throw new ObjectDisposedException(GetType().FullName);

    public bool Contains(IDisposable disposable) =>
        disposable is torch.Tensor tensor && ReferenceEquals(tensor.OwningDisposeScope, this);

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(Outer, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        MoveToOther(Outer, first, second);

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => MoveToOther(Outer, first, second, third);

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(Outer, (IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(Outer, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        Move(scope, disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        Move(scope, first);
        Move(scope, second);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        Move(scope, first);
        Move(scope, second);
        Move(scope, third);
        return (first, second, third);
    }

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
            Move(scope, disposable);
    }

    public T Detach<T>(T disposable) where T : IDisposable => MoveToOther(null, disposable);

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        MoveToOther(null, first, second);

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => MoveToOther(null, first, second, third);

    public void Detach(params IDisposable[] disposables) => MoveToOther(null, (IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    public void Attach(IDisposable disposable)
    {
        var manager = Manager;
        if (disposable is not torch.Tensor tensor)
            throw new InvalidOperationException("A DisposeScope owns tensors only.");
        if (ReferenceEquals(tensor.OwningDisposeScope, this))
            return;
        tensor.OwningDisposeScope?.Remove(tensor);
        Add(tensor);
        manager.ThreadStatistics.TensorStatistics.AttachedToScopeCount++;
    }

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var attached = new List<IDisposable>();
        foreach (var disposable in disposables)
        {
            Attach(disposable);
            attached.Add(disposable);
        }

        return attached;
    }

    public void DisposeEverything() => DisposeEverythingBut(ReadOnlySpan<IDisposable>.Empty);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep) => DisposeEverythingBut(inKeep.ToArray());

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut(keep.AsSpan());

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        _ = Manager;
        if (disposable is torch.Tensor tensor && ReferenceEquals(tensor.OwningDisposeScope, this))
            Remove(tensor);
    }

    public void Dispose()
    {
        if (_manager is not { } manager)
            return;
        DisposeEverything();
        manager.Remove(this);
        _manager = null;
    }

    internal void Add(torch.Tensor tensor)
    {
        if (_count == _tensors.Length)
            Array.Resize(ref _tensors, 2 * _count);
        _tensors[_count] = tensor;
        tensor.ScopeIndex = _count++;
        tensor.OwningDisposeScope = this;
    }

    /// <summary>Takes the tensor out; the last one in the list takes its place.</summary>
    internal void Remove(torch.Tensor tensor)
    {
        var last = _tensors[--_count];
        _tensors[tensor.ScopeIndex] = last;
        last.ScopeIndex = tensor.ScopeIndex;
        _tensors[_count] = null!;
        tensor.OwningDisposeScope = null;
    }

    private void DisposeEverythingBut(ReadOnlySpan<IDisposable> keep)
    {
        _ = Manager;
        var kept = 0;
        foreach (var disposable in keep)
        {
            if (disposable is not torch.Tensor tensor || !ReferenceEquals(tensor.OwningDisposeScope, this) || tensor.ScopeIndex < kept)
                continue;

            // The tensors to keep change places with the first ones.
            var other = _tensors[kept];
            (_tensors[kept], _tensors[tensor.ScopeIndex]) = (tensor, other);
            other.ScopeIndex = tensor.ScopeIndex;
            tensor.ScopeIndex = kept++;
        }

        while (_count > kept)
            _tensors[_count - 1].Dispose();
    }

    private void Move(DisposeScope? scope, IDisposable disposable)
    {
        var manager = Manager;
        if (disposable is not torch.Tensor tensor || !ReferenceEquals(tensor.OwningDisposeScope, this))
            return;
        Remove(tensor);
        if (scope is not null)
            scope.Add(tensor);
        else
            manager.ThreadStatistics.TensorStatistics.DetachedFromScopeCount++;
    }
}
