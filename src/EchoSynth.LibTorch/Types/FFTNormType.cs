namespace TorchSharp;

/// <summary>Where a Fourier transform divides by the number of values.</summary>
public enum FFTNormType
{
    Backward = 0,
    Forward = 1,
    Ortho = 2,
}
