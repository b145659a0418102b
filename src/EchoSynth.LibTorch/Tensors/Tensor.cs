using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;
        private nint _handle;

        /// <summary>Takes over one reference to the native tensor.</summary>
        internal Tensor(nint handle, bool register = true)
        {
            _handle = handle;
            var total = Interlocked.Increment(ref s_totalCount);
            if (total > s_peakCount)
                s_peakCount = total;
            if (register)
                DisposeScopeManager.Current.Register(this);
        }

        ~Tensor() => Dispose(false);

        public static long TotalCount => Interlocked.Read(ref s_totalCount);

        public static long PeakCount => s_peakCount;

        public nint Handle
        {
            get
            {
                var handle = _handle;
                if (handle == 0)
                    ThrowDisposed();
                return handle;
            }
        }

        public bool IsInvalid => _handle == 0;

        public string? name { get; set; }

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal int ScopeIndex { get; set; }

        public static Tensor UnsafeCreateTensor(nint handle) => new(handle);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0)
                return;
            DisposeScopeManager.Current.CountDisposal(this);
            OwningDisposeScope?.MarkAsDisposed(this);
            Interlocked.Decrement(ref s_totalCount);
            _ = Native.es_tensor_free(handle);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } scope)
                scope.MoveToOther(other, this);
            else
                other?.Attach(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        [Obsolete("The method name misspells 'Detach.' Use 'DetachFromDisposeScope' instead.", false)]
        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();

        /// <summary>Gives the native reference away; this object is as good as disposed of.</summary>
        public nint DecoupleFromNativeHandle()
        {
            var handle = Handle;
            GC.SuppressFinalize(this);
            OwningDisposeScope?.MarkAsDisposed(this);
            Interlocked.Decrement(ref s_totalCount);
            _handle = 0;
            return handle;
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => base.GetHashCode();

        private static void ThrowDisposed() => throw new InvalidOperationException("Tensor invalid -- empty handle.");
    }

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Current.NewScope();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current.CurrentScope;

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
