namespace EchoSynth.Studio.Anatomy;

/// <summary>The contours of a heart at end-diastole in the four-chamber view: handles in mm, [x, z], x to the right of the probe and z below it. Curves go through them (Catmull-Rom).</summary>
/// <remarks>In mm, not pixels: another scanner shows the same heart elsewhere in its picture.</remarks>
public sealed record HeartContours
{
    /// <summary>Endocardium of the left ventricle: from the annulus' left end over the apex to its right end; closed by the mitral plane. 5 to 24 handles.</summary>
    public IReadOnlyList<double[]> Cavity { get; init; } = [];

    /// <summary>Epicardium: from the base on the left over the apex to the base on the right; its ends are joined to those of the cavity. 5 to 24 handles.</summary>
    public IReadOnlyList<double[]> Wall { get; init; } = [];

    /// <summary>Left atrium: from the annulus' left end over the roof to its right end, without these ends, which are the cavity's. 3 to 24 handles.</summary>
    public IReadOnlyList<double[]> Atrium { get; init; } = [];

    internal static HeartContours Of(Heart heart) => new() { Cavity = Numbers(heart.Cavity), Wall = Numbers(heart.Wall), Atrium = Numbers(heart.Atrium) };

    internal Heart ToHeart() => new(Places(Cavity), Places(Wall), Places(Atrium));

    private static double[][] Numbers(Mm[] places) => [.. places.Select(p => new[] { Math.Round(p.X, 1), Math.Round(p.Z, 1) })];

    private static Mm[] Places(IReadOnlyList<double[]> numbers) => [.. numbers.Select(n => new Mm(n[0], n[1]))];
}
