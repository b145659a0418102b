using EchoSynth.Tensors;
using static TorchSharp.torch;

namespace EchoSynth.Discriminators;

/// <summary>What goes into a discriminator's first layer.</summary>
internal static class PairInput
{
    /// <summary>Images [N, 1, H, W] and, for a network that sees it, the mask [N, K, H, W] → [N, images + K, H, W]</summary>
    /// <exception cref="ArgumentException">The mask is missing, or has another number of channels than the network was built for.</exception>
    public static Tensor Join(IEnumerable<Tensor> images, Tensor? mask, int maskChannels)
    {
        if (maskChannels == 0)
            return TensorData.ChannelsLast(cat([.. images], 1));
        var given = mask?.shape[1] ?? 0;
        if (given != maskChannels)
            throw new ArgumentException($"This discriminator was built for masks of {maskChannels} channels and was given {given}; MaskChannels in its options must be Channels of the model's MaskEncoding, or 0 to leave the mask out.", nameof(mask));
        return TensorData.ChannelsLast(cat([.. images, mask!], 1));
    }
}
