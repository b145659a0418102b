namespace EchoSynth.Imaging.Phantoms;

/// <summary>Left-ventricular volumes by the biplane method of discs, in millilitres.</summary>
/// <param name="EndDiastolicMl">EDV, mL.</param>
/// <param name="EndSystolicMl">ESV, mL.</param>
public readonly record struct PhantomVolumes(double EndDiastolicMl, double EndSystolicMl)
{
    /// <summary>(EDV − ESV)/EDV, a fraction.</summary>
    public double EjectionFraction => (EndDiastolicMl - EndSystolicMl) / EndDiastolicMl;
}
