namespace EchoSynth.Imaging.Datasets;

/// <summary>The two layouts in which CAMUS is distributed.</summary>
public enum CamusLayout
{
    /// <summary>The newer one: database_nifti/patientNNNN/*.nii.gz, database_split/subgroup_*.txt.</summary>
    Nifti,

    /// <summary>The older one: training|testing/patientNNNN/*.mhd, listSubGroups/subGroup{k}_*.txt.</summary>
    MetaImage,
}
