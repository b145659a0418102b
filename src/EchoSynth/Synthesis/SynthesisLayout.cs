namespace EchoSynth.Synthesis;

/// <summary>The layout of a synthetic data set on disk. Each has manifest.jsonl, dataset.json and README.md beside its images.</summary>
public enum SynthesisLayout
{
    /// <summary>&lt;id&gt;_s&lt;seed&gt;.png with &lt;id&gt;_s&lt;seed&gt;_gt.png, 8 bits.</summary>
    Png,

    /// <summary>The same as .nii.gz, uint8.</summary>
    Nifti,

    /// <summary>database_nifti/patientNNNN/patientNNNN_4CH_ED.nii.gz …, the newer layout of CAMUS.</summary>
    CamusNifti,

    /// <summary>training/patientNNNN/patientNNNN_4CH_ED.mhd …, the older layout of CAMUS.</summary>
    CamusMetaImage,
}
