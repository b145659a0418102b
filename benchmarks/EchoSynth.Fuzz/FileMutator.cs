using System.Text;

namespace EchoSynth.Fuzz;

/// <summary>Chooses, by a file's format, how it is altered.</summary>
internal static class FileMutator
{
    /// <param name="name">The file's name.</param>
    /// <param name="bytes">A valid file; at times a valid one already altered.</param>
    /// <param name="other">Another valid file of the format.</param>
    /// <param name="random">Decides everything.</param>
    public static byte[] Mutate(string name, byte[] bytes, byte[] other, Random random)
    {
        var inside = random.Next(3) > 0;
        // Rarely, as it takes as long as a hundred others.
        Func<byte[], byte[]> binary = random.Next(300) == 0 ? content => Containers.Inflated(content, random) : content => ByteMutator.Mutate(content, content, random);
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".PNG" => inside ? Containers.ChangePixels(bytes, binary) : random.Next(4) > 0 ? Containers.RepairPng(ByteMutator.Mutate(bytes, other, random)) : ByteMutator.Mutate(bytes, other, random),
            ".GZ" => inside ? Containers.ChangeGzip(bytes, binary) : ByteMutator.Mutate(bytes, other, random),
            ".ZRAW" => inside ? Containers.ChangeZlib(bytes, binary) : ByteMutator.Mutate(bytes, other, random),
            ".XLSX" => inside ? Containers.ChangeZip(bytes, random, random.Next(300) == 0 ? Spaces : content => TextMutator.Mutate(content, random)) : ByteMutator.Mutate(bytes, other, random),
            ".MAT" => inside ? Containers.ChangeMat(bytes, binary) : ByteMutator.Mutate(bytes, other, random),
            ".SAFETENSORS" => inside ? Header(bytes, random) : ByteMutator.Mutate(bytes, other, random),
            ".MHA" => inside ? Head(bytes, random) : ByteMutator.Mutate(bytes, other, random),
            ".MHD" or ".CSV" or ".JSON" or ".JSONL" or ".CFG" or ".TXT" => random.Next(6) > 0 ? TextMutator.Mutate(bytes, random) : ByteMutator.Mutate(bytes, other, random),
            _ => ByteMutator.Mutate(bytes, other, random),
        };
    }

    /// <summary>The JSON before the values of a safetensors file, whose length is made right again; the values go and come with it at times.</summary>
    private static byte[] Header(byte[] bytes, Random random)
    {
        var end = 8 + (int)Math.Clamp(BitConverter.ToInt64(bytes), 0, bytes.Length - 8);
        var header = TextMutator.Mutate(bytes[8..end], random);
        var values = bytes[end..];
        values = random.Next(8) == 0 ? ByteMutator.Mutate(values, values, random) : values;
        return [.. BitConverter.GetBytes((long)header.Length), .. header, .. values];
    }

    /// <summary>The text before an .mha's pixels.</summary>
    private static byte[] Head(byte[] bytes, Random random)
    {
        var end = bytes.AsSpan().IndexOf("LOCAL\n"u8);
        return end < 0 ? TextMutator.Mutate(bytes, random) : [.. TextMutator.Mutate(bytes[..(end + 6)], random), .. bytes[(end + 6)..]];
    }

    private static byte[] Spaces(byte[] content) => [.. content, .. Encoding.ASCII.GetBytes(new string(' ', 16 << 20))];
}
