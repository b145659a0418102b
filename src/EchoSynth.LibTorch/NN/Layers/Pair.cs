using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Modules;

/// <summary>Height and width as libtorch takes them.</summary>
internal static class Pair
{
    public static long[] Of(long both) => [both, both];

    public static long[] Of((long, long) pair) => [pair.Item1, pair.Item2];

    [return: NotNullIfNotNull(nameof(both))]
    public static long[]? Of(long? both) => both is { } value ? [value, value] : null;

    [return: NotNullIfNotNull(nameof(pair))]
    public static long[]? Of((long, long)? pair) => pair is { } value ? [value.Item1, value.Item2] : null;
}
