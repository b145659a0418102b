namespace EchoSynth.LibTorch;

/// <summary>Thrown on the first use of a tensor when the native library, or the libtorch under it, cannot be loaded.</summary>
public sealed class LibTorchNotFoundException : DllNotFoundException
{
    /// <summary>An exception with a general message.</summary>
    public LibTorchNotFoundException() : base("libtorch was not found.")
    {
    }

    /// <summary>An exception with this message.</summary>
    public LibTorchNotFoundException(string message) : base(message)
    {
    }

    /// <summary>An exception with this message and its cause.</summary>
    public LibTorchNotFoundException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
