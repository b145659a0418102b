namespace EchoSynth.Imaging.Metrics;

/// <summary>The figures of <see cref="StructureFidelity"/>, on the 8-bit range 0…255.</summary>
/// <param name="Places">One entry for each place, in the order of <see cref="FidelityPlace"/>.</param>
/// <param name="Images">How many pairs.</param>
public sealed record StructureFidelityReport(IReadOnlyList<PlaceFidelity> Places, int Images)
{
    /// <summary>The figures at one place.</summary>
    public PlaceFidelity this[FidelityPlace place] => Places[(int)place];
}
