using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Framing;

namespace EchoSynth.Synthesis;

/// <summary>What one synthetic image is made from.</summary>
/// <param name="Mask">The mask, framed for the model.</param>
/// <param name="Image">The recording, framed alike, for guided translation; null where there is none or it is not used.</param>
/// <param name="Geometry">How it was framed, for the way back; null for masks without a recording.</param>
public sealed record SynthesisInput(AnatomyMask Mask, EchoImage? Image = null, FrameGeometry? Geometry = null)
{
    /// <summary>SHA-256 of all of it, in hexadecimal.</summary>
    internal string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Mask.Width} {Mask.Height} {Mask.Spacing.X:R} {Mask.Spacing.Y:R} {Geometry is not null} {Image is not null} ")));
        hash.AppendData(Mask.Labels);
        if (Geometry is not null)
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(Geometry));
        if (Image is not null)
            hash.AppendData(MemoryMarshal.AsBytes(Image.Pixels));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
