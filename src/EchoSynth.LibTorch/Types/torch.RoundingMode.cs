namespace TorchSharp;

public static partial class torch
{
    /// <summary>How the quotient of a division is rounded.</summary>
    public enum RoundingMode
    {
        None = 0,
        trunc = 1,
        floor = 2,
    }
}
