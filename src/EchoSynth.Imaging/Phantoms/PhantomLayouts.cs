using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>The layouts in which phantoms can be written.</summary>
internal static class PhantomLayouts
{
    /// <summary>One line for each layout: what writes it, and the folders and files that it has at its top.</summary>
    private static readonly Dictionary<DatasetLayout, (Func<string, IPhantomLayout> Create, string[] Entries)> s_layouts = new()
    {
        [DatasetLayout.CamusNifti] = (folder => new PhantomCamusLayout(folder, CamusLayout.Nifti), ["database_nifti", "database_split"]),
        [DatasetLayout.CamusMetaImage] = (folder => new PhantomCamusLayout(folder, CamusLayout.MetaImage), ["training", "testing", "listSubGroups"]),
        [DatasetLayout.Ted] = (folder => new PhantomTedLayout(folder), ["database"]),
        [DatasetLayout.HmcQu] = (folder => new PhantomHmcQuLayout(folder), ["A4C.xlsx", "HMC-QU", "LV Ground-truth Segmentation Masks"]),
        [DatasetLayout.CardiacUda] = (folder => new PhantomCardiacUdaLayout(folder), ["Site_P"]),
        [DatasetLayout.Unity] = (folder => new PhantomUnityLayout(folder), ["labels", "png-cache"]),
        [DatasetLayout.EchoNetDynamic] = (folder => new PhantomEchoNetLayout(folder, pediatric: false), [EchoNetNames.FileList, EchoNetNames.Tracings, EchoNetNames.Videos]),
        [DatasetLayout.EchoNetPediatric] = (folder => new PhantomEchoNetLayout(folder, pediatric: true), [EchoNetNames.FourChamber]),
    };

    public static IReadOnlyList<DatasetLayout> All { get; } = [.. s_layouts.Keys.Order()];

    public static IPhantomLayout Create(DatasetLayout layout, string folder) => s_layouts[layout].Create(folder);

    public static IReadOnlyCollection<string> Entries(DatasetLayout layout) => s_layouts[layout].Entries;
}
