namespace EchoSynth.Imaging;

/// <summary>What the symbols of deflate's three codes mean (RFC 1951, 3.2.5), as <see cref="HuffmanTable.TryBuild"/> takes them.</summary>
internal static class DeflateSymbols
{
    public static uint[] Literals { get; } = LiteralSymbols();

    public static uint[] Distances { get; } = DistanceSymbols();

    public static uint[] CodeLengths { get; } = [.. Enumerable.Range(0, 19).Select(i => (uint)i << 16)];

    private static uint[] LiteralSymbols()
    {
        var symbols = new uint[288];
        for (var i = 0u; i < 256; i++)
            symbols[i] = HuffmanTable.Literal | (i << 16);
        symbols[256] = HuffmanTable.Special | HuffmanTable.End;
        var length = 3u;
        for (var i = 257; i < 285; i++)
        {
            var extra = i < 265 ? 0 : (i - 261) / 4;
            symbols[i] = (length << 16) | (uint)extra;
            length += 1u << extra;
        }
        symbols[285] = 258u << 16;
        symbols[286] = symbols[287] = HuffmanTable.Special;
        return symbols;
    }

    private static uint[] DistanceSymbols()
    {
        var symbols = new uint[32];
        var distance = 1u;
        for (var i = 0; i < 30; i++)
        {
            var extra = i < 4 ? 0 : i / 2 - 1;
            symbols[i] = (distance << 16) | (uint)extra;
            distance += 1u << extra;
        }
        symbols[30] = symbols[31] = HuffmanTable.Special;
        return symbols;
    }
}
