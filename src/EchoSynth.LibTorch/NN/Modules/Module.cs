namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module : IDisposable
        {
            private bool _disposed;
            private bool _training = true;

            protected string? name;

            protected Module(string name) => this.name = name;

            public virtual bool training => _training;

            /// <summary>The name the module was given, else that of its class.</summary>
            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in named_children()) child.train(train);
            }

            public virtual void eval() => train(false);

            public virtual Module apply(Action<Module> fn)
            {
                ArgumentNullException.ThrowIfNull(fn);
                foreach (var (_, child) in named_children()) child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    using var gradient = parameter.grad;
                    if (gradient is null) continue;
                    if (set_to_none) parameter.grad = null;
                    else gradient.zero_();
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the module's parameters and buffers, and its submodules.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed) return;
                _disposed = true;
                foreach (var (buffer, _) in _buffers.Values) buffer.DetachFromDisposeScope().Dispose();
                foreach (var parameter in _parameters.Values) parameter.DetachFromDisposeScope().Dispose();
                foreach (var child in _submodules.Values) child.Dispose();
                ReleaseNative();
            }

            /// <summary>For a module with a native one behind it.</summary>
            private protected virtual void ReleaseNative()
            {
            }

            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null)
                => (device ?? get_default_device(), dtype ?? get_default_dtype());
        }
    }
}
