using System.Globalization;

namespace EchoSynth.Benchmarks;

/// <summary>Arguments of this program's own measurements.</summary>
internal static class Arguments
{
    /// <summary>A count, or what is taken where none is given.</summary>
    /// <param name="arguments">All.</param>
    /// <param name="index">Its place.</param>
    /// <param name="otherwise">Where it is left out.</param>
    /// <param name="name">What it is called.</param>
    /// <exception cref="UsageException">It is no number from 1 to 10,000.</exception>
    public static int Number(IReadOnlyList<string> arguments, int index, int otherwise, string name)
    {
        const int most = 10_000;
        if (arguments.Count <= index)
            return otherwise;
        return int.TryParse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= most
            ? number
            : throw new UsageException(FormattableString.Invariant($"{name} is '{arguments[index]}'; it must be a number from 1 to {most}."));
    }
}

/// <summary>A wrong argument; the message is one line that says what would be right.</summary>
internal sealed class UsageException(string message) : Exception(message);
