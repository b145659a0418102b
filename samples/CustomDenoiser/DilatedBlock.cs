using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EchoSynth.Samples;

/// <summary>x + conv(silu(norm(conv(silu(x))) · (1 + scale) + shift)); scale and shift come from time and latent.</summary>
public sealed class DilatedBlock : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Conv2d first, second;
    private readonly GroupNorm norm;
    private readonly Linear style;

    public DilatedBlock(int width, int dilation)
        : base(nameof(DilatedBlock))
    {
        first = nn.Conv2d(width, width, 3, padding: dilation, dilation: dilation);
        norm = nn.GroupNorm(8, width);
        style = nn.Linear(width, 2 * width);
        second = nn.Conv2d(width, width, 3, padding: 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor s)
    {
        var parts = style.forward(s).unsqueeze(-1).unsqueeze(-1).chunk(2, 1);                   // 2 × [N, C, 1, 1]
        var y = norm.forward(first.forward(nn.functional.silu(x)));                             // [N, C, H, W]
        return x + second.forward(nn.functional.silu(y * (parts[0] + 1) + parts[1]));           // [N, C, H, W]
    }
}
