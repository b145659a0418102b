using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>One heart of a shape model: outlines in mm that can be drawn as masks of any size.</summary>
/// <remarks>Immutable; may be used from many threads at once.</remarks>
public sealed class ShapeAnatomy
{
    private readonly Outline[] _outlines;
    private readonly double[] _coefficients;

    internal ShapeAnatomy(ShapeModel model, double[] coefficients, double[] vector, int redraws = 0)
    {
        (Phases, Redraws, _coefficients) = (model.Phases, redraws, coefficients);
        var pose = HeartPose.Read(vector);
        _outlines = [.. Enumerable.Range(0, Phases.Count).Select(i => pose.Place(Outline.Read(vector.AsSpan(Outline.Start(i), Outline.Size))))];
    }

    /// <summary>The phases it can be drawn at, end-diastole first; one, perhaps <see cref="CardiacPhase.Unknown"/>, in a model of single frames.</summary>
    public IReadOnlyList<CardiacPhase> Phases { get; }

    /// <summary>One coefficient for each of the model's modes, in standard deviations.</summary>
    public IReadOnlyList<double> Coefficients => _coefficients;

    /// <summary>Distance from the mean heart in standard deviations (Mahalanobis): about the root of the number of modes for a typical heart.</summary>
    public double Deviation => Math.Sqrt(_coefficients.Sum(c => c * c));

    /// <summary>How many draws before this one were thrown away as invalid.</summary>
    public int Redraws { get; }

    /// <summary>Draws the masks of all phases.</summary>
    /// <param name="frame">The pixels.</param>
    /// <exception cref="ArgumentException">The frame is out of range.</exception>
    public IReadOnlyList<AnatomyMask> Render(ShapeFrame frame) => [.. Phases.Select(phase => Render(frame, phase))];

    /// <summary>Draws the mask of one phase.</summary>
    /// <param name="frame">The pixels.</param>
    /// <param name="phase">One of <see cref="Phases"/>.</param>
    /// <param name="sector">Row-major [height × width], true inside the ultrasound sector: what lies outside is cut off, and unlabelled pixels inside become <see cref="AnatomyLabel.Sector"/>. Null for no sector.</param>
    /// <exception cref="ArgumentException">The frame is out of range, the sector has another size, or the phase is not there.</exception>
    public AnatomyMask Render(ShapeFrame frame, CardiacPhase phase, bool[]? sector = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        frame.Validate();
        var index = Phases.ToList().IndexOf(phase);
        if (index < 0)
            throw new ArgumentException($"This anatomy has no phase {phase}, only {string.Join(", ", Phases)}.", nameof(phase));
        var mask = OutlineRaster.Draw(_outlines[index], frame);
        if (sector is null)
            return mask;
        if (sector.Length != mask.Labels.Length)
            throw new ArgumentException($"The sector has {sector.Length} pixels; the frame has {mask.Labels.Length}.", nameof(sector));
        var cut = mask.Labels.ToArray();
        for (var i = 0; i < cut.Length; i++)
            cut[i] = sector[i] ? cut[i] : (byte)0;
        return new AnatomyMask(mask.Width, mask.Height, cut, mask.Spacing).WithSector(sector);
    }

    /// <summary>What is wrong with it on a frame: its outlines, then its masks by <see cref="AnatomyValidity"/>.</summary>
    /// <param name="frame">The pixels.</param>
    public IReadOnlyList<AnatomyProblem> Check(ShapeFrame frame) => Check(Render(frame));

    internal IReadOnlyList<AnatomyProblem> Check(IReadOnlyList<AnatomyMask> masks)
    {
        var crossing = Array.FindIndex(_outlines, o => o.CrossesItself);
        if (crossing >= 0)
            return [new(AnatomyFault.SelfIntersection, $"an outline crosses itself at {Phases[crossing]}.")];
        return masks.Count == 2 ? AnatomyValidity.Check(masks[0], masks[1]) : AnatomyValidity.Check(masks[0]);
    }
}
