namespace EchoSynth.Imaging.Datasets;

/// <summary>Opens whatever data set lies in a folder.</summary>
public static class EchoDatasets
{
    /// <summary>Opens a folder as CAMUS when it has patients' folders, else as a <see cref="FolderDataset"/>.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="EchoFormatException">Neither; the message lists what was looked for. Or it is incomplete.</exception>
    public static IEchoDataset Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
            throw new EchoFormatException(path, null, File.Exists(path) ? "this is a file; a folder is needed." : "the folder does not exist.");
        if (CamusDataset.IsAt(path))
            return CamusDataset.Open(path);
        if (FolderDataset.FindImages(path).Count > 0 || FolderDataset.FindMasks(path).Count > 0)
            return FolderDataset.Open(path);
        throw new EchoFormatException(path, null,
            "no data set found. Looked for CAMUS (patientNNNN folders here or in database_nifti, training, testing), "
            + "for images/ with masks/, and for <id>.png with <id>_gt.png (or .nii.gz, .nii, .mhd, .mha).");
    }
}
