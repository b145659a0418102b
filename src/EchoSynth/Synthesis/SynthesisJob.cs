using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EchoSynth.Synthesis;

/// <summary>One image to make.</summary>
/// <param name="Index">Its number in the whole set, from 0.</param>
/// <param name="Source">The mask.</param>
/// <param name="Round">How often the mask was taken before.</param>
/// <param name="Seed">Seed of its noise.</param>
internal sealed record SynthesisJob(long Index, SynthesisSource Source, long Round, long Seed)
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Source.Item.Id}_s{Seed}");

    /// <summary>How many there are in a shard.</summary>
    public static long CountOf(long count, Shard shard) => (count - shard.Index) / shard.Count + (count >= shard.Index ? 1 : 0);

    /// <summary>Goes round the masks until there are <paramref name="count"/> images, and takes those of a shard.</summary>
    public static IEnumerable<SynthesisJob> List(IReadOnlyList<SynthesisSource> sources, long count, long seed, Shard shard)
    {
        for (var i = (long)shard.Index - 1; i < count; i += shard.Count)
        {
            var (source, round) = (sources[(int)(i % sources.Count)], i / sources.Count);
            yield return new SynthesisJob(i, source, round, SeedOf(seed, source.Item.Id, round));
        }
    }

    /// <summary>A seed of 31 bits that depends on the set's seed, the mask's name and the round alone; within one mask no two rounds share one.</summary>
    public static long SeedOf(long seed, string id, long round)
    {
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}/{id}"));
        var first = BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(text));
        return (first + round) & 0x7fff_ffff;
    }
}
