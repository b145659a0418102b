using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW alike remember of a parameter.</summary>
internal interface IAdamState
{
    long Step { get; set; }

    Tensor Mean { get; }

    Tensor Square { get; }

    Tensor? GreatestSquare { get; }
}
