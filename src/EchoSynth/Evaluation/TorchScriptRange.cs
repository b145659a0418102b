namespace EchoSynth.Evaluation;

/// <summary>How the pixels, [0, 1], are given to a network.</summary>
public enum TorchScriptRange
{
    /// <summary>As they are: 0…1, as torchvision's networks and RadImageNet's in PyTorch take them, with a mean and a deviation.</summary>
    ZeroToOne,

    /// <summary>2 v − 1: −1…1.</summary>
    MinusOneToOne,

    /// <summary>255 v: 0…255, as the Inception file of the usual FID takes them.</summary>
    ZeroTo255,
}
