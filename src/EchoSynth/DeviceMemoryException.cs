namespace EchoSynth;

/// <summary>A device's memory is not enough, and nothing more can be done about it without another result. The message says what was tried and what helps.</summary>
public sealed class DeviceMemoryException : Exception
{
    /// <summary>For code outside this library that runs a device out of memory itself.</summary>
    /// <param name="message">What did not fit where, and what would.</param>
    /// <param name="inner">The allocator's error.</param>
    public DeviceMemoryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
