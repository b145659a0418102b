using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EchoSynth.Cli.Work;

/// <summary>One image to draw and the names of its files.</summary>
internal sealed record ImageJob(MaskSource Mask, long Seed)
{
    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{Mask.Id}_s{Seed}");

    public string ImageFile => Name + ".png";

    public string MaskFile => Name + "_gt.png";

    /// <summary>Goes round the masks until there are <paramref name="count"/> images.</summary>
    public static IEnumerable<ImageJob> List(IReadOnlyList<MaskSource> masks, long count, long seed)
    {
        for (long i = 0; i < count; i++)
        {
            var mask = masks[(int)(i % masks.Count)];
            yield return new ImageJob(mask, SeedOf(seed, mask.Id, i / masks.Count));
        }
    }

    /// <summary>A seed of 31 bits that depends on the command's seed, the mask's name and the round alone; within one mask no two rounds share one.</summary>
    public static long SeedOf(long seed, string id, long round)
    {
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}/{id}"));
        var first = BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(text));
        return (first + round) & 0x7fff_ffff;
    }
}
