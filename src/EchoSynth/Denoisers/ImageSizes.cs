namespace EchoSynth.Denoisers;

/// <summary>Legal image sizes of a network that halves its input.</summary>
internal static class ImageSizes
{
    /// <summary>Null where both sides are positive multiples of <paramref name="divisor"/> and at least <paramref name="minimum"/>.</summary>
    public static string? Check(int width, int height, int divisor, int minimum, string reason)
    {
        if (width > 0 && height > 0 && width % divisor == 0 && height % divisor == 0 && width >= minimum && height >= minimum)
            return null;
        var first = (Math.Max(minimum, 1) + divisor - 1) / divisor * divisor;
        var nearest = Math.Max(first, (int)Math.Round((double)Math.Max(width, height) / divisor) * divisor);
        return $"An image of {width} × {height} pixels does not fit: width and height must be multiples of {divisor}, at least {first} ({reason}). " +
            $"Legal sizes are {first}, {first + divisor}, {first + 2 * divisor}, …; the nearest is {nearest} × {nearest}.";
    }
}
