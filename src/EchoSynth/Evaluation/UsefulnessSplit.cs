using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Evaluation;

/// <summary>Who trains and who tests when segmenters are compared, so that no test patient, nor a synthetic image of its mask, is ever trained on.</summary>
/// <param name="Training">Real images to train on.</param>
/// <param name="Test">Real images to test on.</param>
/// <param name="Synthetic">Synthetic images to train on.</param>
/// <param name="Unseen">Synthetic images of the test patients' masks, for mask fidelity; null where they are too few.</param>
/// <param name="Notes">What was set aside, and why.</param>
internal sealed record UsefulnessSplit(IReadOnlyList<EchoPair> Training, IReadOnlyList<EchoPair> Test, IReadOnlyList<EchoPair> Synthetic, IReadOnlyList<EchoPair>? Unseen, IReadOnlyList<string> Notes)
{
    /// <summary>Fewer are no study.</summary>
    public const int LeastTraining = 20, LeastTestPatients = 4, LeastSynthetic = 20;

    public static UsefulnessSplit Of(EvaluationSets sets)
    {
        var notes = new List<string>();
        var (training, test) = (sets.Training, sets.HeldOut);
        if (training.Count == 0 || test.Count == 0)
        {
            // Which half a patient is in must not depend on the order of the files.
            var everyone = training.Count == 0 ? test : training;
            var patients = Patients(everyone);
            var tested = patients.Where((_, i) => i % 10 is 2 or 5 or 8).ToHashSet(StringComparer.Ordinal);
            (training, test) = ([.. everyone.Where(p => !tested.Contains(p.Item.PatientId))], [.. everyone.Where(p => tested.Contains(p.Item.PatientId))]);
            notes.Add($"The real images are of one set: {tested.Count} of its {patients.Length} patients test, the others train.");
        }
        var patientOf = sets.HeldOut.Concat(sets.Training).ToDictionary(p => p.Item.Id, p => p.Item.PatientId, StringComparer.Ordinal);
        var sources = sets.Synthetic.Select((_, i) => sets.SourceOf(i) is { } id ? patientOf.GetValueOrDefault(id) : null).ToArray();
        var synthetic = Without(Patients(test));
        if (synthetic.Count < Math.Min(sets.Synthetic.Count / 2, 500))
        {
            // Drawn from the test patients' masks for the most part: the one half of them lends its synthetic images, the other half tests.
            var patients = Patients(test);
            var half = patients.Where((_, i) => i % 2 == 1).ToHashSet(StringComparer.Ordinal);
            test = [.. test.Where(p => half.Contains(p.Item.PatientId))];
            synthetic = Without(Patients(test));
            notes.Add($"Most synthetic images were drawn from held-out masks: {half.Count} of the {patients.Length} held-out patients test, and the synthetic images of the others train.");
        }
        if (sets.Synthetic.Count - synthetic.Count is > 0 and var left)
            notes.Add($"{left} of {sets.Synthetic.Count} synthetic images show the anatomy of test patients and are not trained on.");
        var used = synthetic.Select(p => p.Item.Id).ToHashSet(StringComparer.Ordinal);
        EchoPair[] unseen = [.. sets.Synthetic.Where(p => !used.Contains(p.Item.Id))];
        return new UsefulnessSplit(training, test, synthetic, unseen.Length >= LeastSynthetic ? unseen : null, notes);

        IReadOnlyList<EchoPair> Without(IReadOnlyCollection<string> tested)
        {
            var shown = tested.ToHashSet(StringComparer.Ordinal);
            return [.. sets.Synthetic.Where((_, i) => sources[i] is not { } patient || !shown.Contains(patient))];
        }
    }

    /// <summary>Why there is nothing to study, or null.</summary>
    public string? TooSmall()
    {
        var patients = Patients(Test).Length;
        return Training.Count < LeastTraining ? $"{Training.Count} real images to train on; {LeastTraining} are needed."
            : patients < LeastTestPatients ? $"real images of {patients} patients to test on; {LeastTestPatients} patients are needed."
            : Synthetic.Count < LeastSynthetic ? $"{Synthetic.Count} synthetic images that do not show test patients; {LeastSynthetic} are needed."
            : null;
    }

    private static string[] Patients(IEnumerable<EchoPair> pairs) => [.. pairs.Select(p => p.Item.PatientId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
