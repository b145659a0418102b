namespace EchoSynth.Imaging.Datasets;

/// <summary>The layouts on disk that can be read; <see cref="EchoDatasets.NameOf"/> gives their names on the command line.</summary>
public enum DatasetLayout
{
    /// <summary>CAMUS, the newer layout (NIfTI): <see cref="CamusDataset"/>.</summary>
    CamusNifti,

    /// <summary>CAMUS, the older layout (MetaImage): <see cref="CamusDataset"/>.</summary>
    CamusMetaImage,

    /// <summary>TED: full cycles of CAMUS patients.</summary>
    Ted,

    /// <summary>EchoNet-Dynamic: videos with traced LV contours.</summary>
    EchoNetDynamic,

    /// <summary>EchoNet-Pediatric: the same of children, in two views.</summary>
    EchoNetPediatric,

    /// <summary>HMC-QU: videos with myocardial masks in MATLAB files.</summary>
    HmcQu,

    /// <summary>CardiacUDA: sequences of which few frames are labelled.</summary>
    CardiacUda,

    /// <summary>Unity: frames with traced curves in one JSON file.</summary>
    Unity,

    /// <summary>Images and masks paired by name or by a manifest: <see cref="FolderDataset"/>.</summary>
    Folder,
}
