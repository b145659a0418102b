using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>
/// A statistical model of the left heart's outlines in one view: where the landmarks of a data set's masks lie on average and how they vary together (principal components).
/// It draws new anatomies, goes from one to another, finds those of an asked-for ejection fraction or volume, and completes masks in which structures are not marked.
/// </summary>
/// <remarks>
/// A heart is a vector: in each phase 33 endocardial points, the wall's thickness at each of them (as its root, so that walls stay positive) and 25 atrial points, in mm in the heart's own frame,
/// and where that lies and how it is tilted, from the middle of the image's upper edge, where the probe is. End-diastole and end-systole of one patient are one vector, so that the ejection fraction is a property of a sample. Coefficients are in standard
/// deviations. Immutable; may be used from many threads at once. The same model file and seed give the same masks on every machine.
/// </remarks>
public sealed class ShapeModel
{
    /// <summary>The limit of each coefficient of <see cref="Sample"/> unless another is asked for, in standard deviations.</summary>
    public const double DefaultLimit = 2.5;

    /// <summary>How often an invalid draw is drawn again.</summary>
    public const int MaxRedraws = 200;

    /// <summary>Pixel size on which validity and targets are measured unless a frame is given, mm.</summary>
    private const double StepMm = 0.8;

    internal ShapeModel(ShapeBasis basis, ShapeModelOptions options, IReadOnlyList<CardiacPhase> phases, ShapeFrame frame, int hearts, IReadOnlyList<SkippedItem> skipped) =>
        (Basis, Options, Phases, Frame, Hearts, Skipped) = (basis, options, phases, frame, hearts, skipped);

    /// <summary>How it was fitted: view, source, label.</summary>
    public ShapeModelOptions Options { get; }

    /// <summary>The phases of one anatomy: end-diastole and end-systole, or one.</summary>
    public IReadOnlyList<CardiacPhase> Phases { get; }

    /// <summary>The median extent of the fitted masks, in pixels of about 0.8 mm.</summary>
    public ShapeFrame Frame { get; }

    /// <summary>Hearts it was fitted to.</summary>
    public int Hearts { get; }

    /// <summary>Hearts that were left out, and why. Not kept in a file.</summary>
    public IReadOnlyList<SkippedItem> Skipped { get; }

    /// <summary>Standard deviation of each mode over all landmarks, mm, the largest first.</summary>
    public IReadOnlyList<double> Deviations => Basis.Deviations;

    /// <summary>Share of the landmarks' variance that the modes keep.</summary>
    public double Explained => Basis.Explained;

    internal ShapeBasis Basis { get; }

    /// <summary>Learns mean shape, modes and contraction from hearts.</summary>
    /// <param name="hearts">At least 10 of them must have all three structures; all with end-systole or all without.</param>
    /// <param name="options">The defaults when null.</param>
    /// <param name="cancellationToken">Stops between hearts.</param>
    /// <exception cref="ArgumentException">Too few usable hearts (the message counts the reasons), hearts with and without end-systole, or a wrong option.</exception>
    public static ShapeModel Fit(IEnumerable<ShapeHeart> hearts, ShapeModelOptions? options = null, CancellationToken cancellationToken = default) =>
        ShapeFit.Fit(hearts, options ?? new ShapeModelOptions(), cancellationToken);

    /// <summary>Reads the JSON file of a shape model, at most 64 MiB; a model folder has them as shape_2CH.json and shape_4CH.json.</summary>
    /// <param name="path">A file of <see cref="Save"/>.</param>
    /// <exception cref="EchoFormatException">Missing, damaged, too large, of another version, or a link to a file outside its folder.</exception>
    public static ShapeModel Load(string path) => ShapeModelFile.Read(path);

    /// <summary>Writes the model as JSON, whole or not at all.</summary>
    /// <param name="path">The file, usually shape.json.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => ShapeModelFile.Write(path, this);

    /// <summary>The anatomy of some coefficients; not checked for validity.</summary>
    /// <param name="coefficients">In standard deviations; missing ones are 0, so that an empty list is the mean heart.</param>
    /// <exception cref="ArgumentException">More than the model has, or one that is not finite.</exception>
    public ShapeAnatomy At(params ReadOnlySpan<double> coefficients)
    {
        if (coefficients.Length > Deviations.Count)
            throw new ArgumentException($"{coefficients.Length} coefficients were given; the model has {Deviations.Count} modes.", nameof(coefficients));
        var all = new double[Deviations.Count];
        coefficients.CopyTo(all);
        if (!all.All(double.IsFinite))
            throw new ArgumentException("Coefficients must be finite.", nameof(coefficients));
        return new ShapeAnatomy(this, all, Basis.At(all));
    }

    /// <summary>The anatomy of a heart as near as the modes come to it.</summary>
    /// <param name="heart">A heart with the phases of this model.</param>
    /// <exception cref="ArgumentException">It has other phases, or lacks a structure.</exception>
    public ShapeAnatomy Describe(ShapeHeart heart)
    {
        ArgumentNullException.ThrowIfNull(heart);
        if (heart.EndSystole is null != (Phases.Count == 1))
            throw new ArgumentException($"Heart '{heart.Id}' has {(heart.EndSystole is null ? "one frame" : "two frames")}; the model has {Phases.Count}.", nameof(heart));
        var vector = ShapeFit.Vector(heart, out var problem) ?? throw new ArgumentException($"Heart '{heart.Id}': {problem}", nameof(heart));
        return At(Basis.Project(vector));
    }

    /// <summary>Draws an anatomy: each coefficient from a normal distribution cut off at the limit, drawn again (with the seed's next sub-stream) until it is valid.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="limit">In standard deviations, above 0, at most 5.</param>
    /// <param name="frame">The pixels on which it must be valid; those of <see cref="Frame"/> when null.</param>
    /// <exception cref="InvalidOperationException">None of 200 draws was valid; the message names the last draw's problems.</exception>
    public ShapeAnatomy Sample(ulong seed, double limit = DefaultLimit, ShapeFrame? frame = null)
    {
        CheckLimit(limit);
        frame ??= Frame;
        IReadOnlyList<AnatomyProblem> problems = [];
        for (var attempt = 0; attempt < MaxRedraws; attempt++)
        {
            var coefficients = Draw(seed, attempt, limit);
            var anatomy = new ShapeAnatomy(this, coefficients, Basis.At(coefficients), attempt);
            problems = anatomy.Check(frame);
            if (problems.Count == 0)
                return anatomy;
        }
        throw new InvalidOperationException($"None of {MaxRedraws} draws is a valid anatomy on {frame.Width} × {frame.Height} pixels; of the last one: {string.Join(" ", problems.Select(p => p.Message))}");
    }

    /// <summary>The anatomy between two: their coefficients weighted. Half-way between valid anatomies is nearly always valid; <see cref="ShapeAnatomy.Check(ShapeFrame)"/> tells.</summary>
    /// <param name="from">At t = 0.</param>
    /// <param name="to">At t = 1.</param>
    /// <param name="t">0…1.</param>
    /// <exception cref="ArgumentException">An anatomy of another model, or <paramref name="t"/> out of range.</exception>
    public ShapeAnatomy Interpolate(ShapeAnatomy from, ShapeAnatomy to, double t)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (!(t >= 0 && t <= 1))
            throw new ArgumentOutOfRangeException(nameof(t), t, "t must be 0…1.");
        if (from.Coefficients.Count != Deviations.Count || to.Coefficients.Count != Deviations.Count)
            throw new ArgumentException($"An anatomy is of another model: this one has {Deviations.Count} modes.");
        return At([.. from.Coefficients.Zip(to.Coefficients, (a, b) => ((1 - t) * a) + (t * b))]);
    }

    /// <summary>Finds the anatomy of some measures: without a seed the most probable one, with a seed one of the many others.</summary>
    /// <remarks>Measures are taken by <see cref="AnatomyMeasures"/> from the masks drawn on <paramref name="frame"/> and met there to within 0.5 %.</remarks>
    /// <param name="targets">What is asked for.</param>
    /// <param name="seed">Null for the most probable anatomy; otherwise a random draw is moved to the nearest anatomy of those measures.</param>
    /// <param name="limit">How far the most probable anatomy may be from the mean, in standard deviations: above 0, at most 10.</param>
    /// <param name="frame">The pixels on which measures and validity hold; those of <see cref="Frame"/> when null.</param>
    /// <exception cref="ArgumentException">A target is out of range or does not fit this model's phases, or lies beyond the limit: the message says what is reachable.</exception>
    public ShapeAnatomy Reach(ShapeTargets targets, ulong? seed = null, double limit = ShapeTargets.DefaultLimit, ShapeFrame? frame = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        targets.Validate(Phases.Count);
        return new ShapeReach(this, targets, limit, frame ?? Frame).Find(seed);
    }

    /// <summary>Completes a mask in which some structures are not marked: those that are stay as they are, pixel for pixel (but for crumbs of up to three pixels and 0.5 %); the others are what the model expects beside them.</summary>
    /// <remarks>
    /// The ventricle's landmarks are moved and turned onto the model's mean, and scaled where the mask's spacing is unknown; the rest is the conditional mean of the model's normal distribution.
    /// Of a model of two phases that of the mask is taken, or, where it is unknown, the likelier one.
    /// </remarks>
    /// <param name="partial">The mask. Labels that are not in <paramref name="annotated"/> are ignored.</param>
    /// <param name="annotated">The structures that it marks; LV must be among them.</param>
    /// <param name="phase">The mask's phase, where it is known.</param>
    /// <exception cref="ArgumentException">LV is not marked or too small, or no valid anatomy comes of it; the message says why.</exception>
    public AnatomyMask Complete(AnatomyMask partial, IReadOnlyList<AnatomyLabel> annotated, CardiacPhase phase = CardiacPhase.Unknown) => new ShapeCompletion(this).Complete(partial, annotated, phase);

    internal double[] Draw(ulong seed, int attempt, double limit)
    {
        var random = new Phantoms.PhantomRandom(Phantoms.PhantomRandom.Mix(seed, 0x5A9E), (ulong)attempt);
        var coefficients = new double[Deviations.Count];
        for (var k = 0; k < coefficients.Length; k++)
        {
            do
                coefficients[k] = random.Normal();
            while (Math.Abs(coefficients[k]) > limit);
        }
        return coefficients;
    }

    internal static ShapeFrame Reference(double acrossMm, double downMm)
    {
        var (width, height) = (Math.Clamp((int)Math.Round(acrossMm / StepMm), ShapeFrame.MinSize, 2048), Math.Clamp((int)Math.Round(downMm / StepMm), ShapeFrame.MinSize, 2048));
        return new ShapeFrame(width, height, new PixelSpacing(acrossMm / width, downMm / height));
    }

    private static void CheckLimit(double limit)
    {
        if (!(limit > 0 && limit <= 5))
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "The limit must be above 0 and at most 5 standard deviations.");
    }
}
