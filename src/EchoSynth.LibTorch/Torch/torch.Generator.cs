using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>A source of random numbers with a state that can be saved.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            device ??= CPU;
            nint handle;
            Native.Check(Native.es_generator_new((long)seed, (int)device.type, device.index, &handle), "Generator");
            _handle = handle;
            this.device = device;
        }

        private Generator(nint handle, Device device)
        {
            _handle = handle;
            this.device = device;
        }

        ~Generator() => Dispose(false);

        public static Generator Default
        {
            get
            {
                nint handle;
                Native.Check(Native.es_generator_default((int)DeviceType.CPU, -1, &handle), "Generator.Default");
                return new Generator(handle, CPU);
            }
        }

        public nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        public Device device { get; }

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.es_generator_set_seed(Handle, seed), "Generator.manual_seed");
            GC.KeepAlive(this);
            return this;
        }

        public long seed()
        {
            long result;
            Native.Check(Native.es_generator_reseed(Handle, &result), "Generator.seed");
            GC.KeepAlive(this);
            return result;
        }

        public long initial_seed()
        {
            long result;
            Native.Check(Native.es_generator_seed(Handle, &result), "Generator.initial_seed");
            GC.KeepAlive(this);
            return result;
        }

        public Tensor get_state()
        {
            nint state;
            Native.Check(Native.es_generator_get_state(Handle, &state), "Generator.get_state");
            GC.KeepAlive(this);
            return new Tensor(state);
        }

        public void set_state(Tensor value)
        {
            Native.Check(Native.es_generator_set_state(Handle, value is null ? 0 : value.Handle), "Generator.set_state");
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
                Native.es_generator_free(handle);
        }
    }

    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static long seed() => random.seed();

    public static long initial_seed() => random.initial_seed();

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>The state of the default generators.</summary>
    public static partial class random
    {
        public static Generator manual_seed(long seed)
        {
            Native.Check(Native.es_manual_seed(seed), "manual_seed");
            return Generator.Default;
        }

        public static long seed() => Generator.Default.seed();

        public static long initial_seed() => Generator.Default.initial_seed();

        public static Tensor get_rng_state() => Generator.Default.get_state();

        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }
}
