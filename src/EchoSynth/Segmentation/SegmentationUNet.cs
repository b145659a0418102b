using EchoSynth.Networks;
using EchoSynth.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Segmentation;

/// <summary>
/// A U-Net (arXiv 1505.04597) with group normalisation and SiLU. Its first level works at half the size, on 2 × 2 pixels folded into channels, and the logits are brought to the
/// full size bilinearly: that is a quarter of the work.
/// </summary>
internal sealed class SegmentationUNet : Module
{
    /// <summary>Everything that is no structure, LV, myocardium, left atrium: the labels 0…3.</summary>
    public const int Classes = 4;

    private const int Fold = 2, MostMultiple = 4;
    private readonly ModuleList<SegmentationBlock> down, up;
    private readonly ConvolutionLayer head;

    /// <param name="width">Channels of the first level, C.</param>
    /// <param name="depth">Levels.</param>
    /// <param name="seed">Of the starting weights.</param>
    public SegmentationUNet(int width, int depth, ulong seed)
        : base(nameof(SegmentationUNet))
    {
        var init = new ParameterInit(seed);
        var widths = Enumerable.Range(0, depth).Select(level => (long)width * Math.Min(1 << level, MostMultiple)).ToArray();
        (down, up) = ([], []);
        var c = (long)(Fold * Fold);
        foreach (var next in widths)
        {
            down.append(new SegmentationBlock(init, c, next));
            c = next;
        }
        foreach (var next in widths.Reverse().Skip(1))
        {
            up.append(new SegmentationBlock(init, c + next, next));
            c = next;
        }
        head = new ConvolutionLayer(init, c, Classes, kernel: 1, scale: 0.1);
        RegisterComponents();
    }

    /// <summary>Standardised images [N, 1, H, W] → logits [N, 4, H, W]</summary>
    public Tensor Forward(Tensor x)
    {
        var (height, width) = (x.shape[2], x.shape[3]);
        var h = TensorData.ChannelsLast(functional.pixel_unshuffle(x, Fold));                // [N, 4, H/2, W/2]
        var skips = new Stack<Tensor>();
        for (var level = 0; level < down.Count; level++)
        {
            if (level > 0)
                h = functional.max_pool2d(h, 2);                                             // [N, C_{l−1}, H_l, W_l]
            h = down[level].Forward(h);                                                      // [N, C_l, H_l, W_l]
            skips.Push(h);
        }
        skips.Pop();
        for (var level = 0; level < up.Count; level++)
        {
            h = functional.interpolate(h, scale_factor: [2, 2]);                             // [N, C_{l+1}, H_l, W_l]
            h = up[level].Forward(cat([h, skips.Pop()], 1));                                 // [N, C_l, H_l, W_l]
        }
        h = head.ForwardExact(h);                                                            // [N, 4, H/2, W/2]
        return functional.interpolate(h, [height, width], mode: InterpolationMode.Bilinear); // [N, 4, H, W]
    }
}
