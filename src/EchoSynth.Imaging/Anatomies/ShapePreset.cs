using System.Globalization;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>A rare finding as ranges of measures, from which <see cref="ShapeTargets"/> are drawn.</summary>
/// <remarks>
/// The limits are those of the ASE/EACVI recommendations for chamber quantification (Lang et al. 2015), where what they give for men and women differs the wider one; volumes there are biplane,
/// here of one view. See docs/anatomies.md.
/// </remarks>
public sealed class ShapePreset
{
    /// <summary>How far from the mean such an anatomy may be, in standard deviations: rare findings lie in the tails.</summary>
    public const double Limit = 5;

    private readonly Range? _fraction, _volume, _wall, _atrium;

    private ShapePreset(string name, string description, Range? fraction = null, Range? volume = null, Range? wall = null, Range? atrium = null) =>
        (Name, Description, _fraction, _volume, _wall, _atrium) = (name, description, fraction, volume, wall, atrium);

    /// <summary>All presets.</summary>
    public static IReadOnlyList<ShapePreset> All { get; } =
    [
        new("dilated", "dilated and failing ventricle: EDV 155…200 mL, ejection fraction 22…38 %", fraction: new(22, 38), volume: new(155, 200)),
        new("hypertrophic", "thick wall: 12…14 mm at end-diastole", wall: new(12, 14)),
        new("small-cavity", "small ventricle that empties well: EDV 42…60 mL, ejection fraction 60…72 %", fraction: new(60, 72), volume: new(42, 60)),
        new("enlarged-atrium", "left atrium of 62…80 mL at end-systole", atrium: new(62, 80)),
    ];

    /// <summary>As the command line has it, such as "dilated".</summary>
    public string Name { get; }

    /// <summary>What it asks for.</summary>
    public string Description { get; }

    /// <summary>The preset of a name.</summary>
    /// <exception cref="ArgumentException">No preset is called so; the message lists them.</exception>
    public static ShapePreset ByName(string name) => All.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"'{name}' is no preset; there are {string.Join(", ", All.Select(p => p.Name))}.", nameof(name));

    /// <summary>Targets within the preset's ranges, each measure drawn uniformly.</summary>
    /// <param name="seed">Seed.</param>
    public ShapeTargets Draw(ulong seed)
    {
        var random = new Phantoms.PhantomRandom(seed, 0xF1D);
        double? One(Range? range)
        {
            var share = random.NextDouble();
            return range is { } r ? Math.Round(r.Low + (share * (r.High - r.Low)), 1) : null;
        }
        return new ShapeTargets { EjectionFraction = One(_fraction), EndDiastolicVolumeMl = One(_volume), WallThicknessMm = One(_wall), AtrialVolumeMl = One(_atrium) };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Description}");

    private readonly record struct Range(double Low, double High);
}
