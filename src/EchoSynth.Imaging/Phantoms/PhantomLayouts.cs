using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>The layouts in which phantoms can be written.</summary>
internal static class PhantomLayouts
{
    private static readonly Dictionary<DatasetLayout, Func<string, IPhantomLayout>> s_layouts = new()
    {
        [DatasetLayout.CamusNifti] = folder => new PhantomCamusLayout(folder, CamusLayout.Nifti),
        [DatasetLayout.CamusMetaImage] = folder => new PhantomCamusLayout(folder, CamusLayout.MetaImage),
        [DatasetLayout.EchoNetDynamic] = folder => new PhantomEchoNetLayout(folder, pediatric: false),
        [DatasetLayout.EchoNetPediatric] = folder => new PhantomEchoNetLayout(folder, pediatric: true),
    };

    public static IReadOnlyList<DatasetLayout> All { get; } = [.. s_layouts.Keys.Order()];

    public static IPhantomLayout Create(DatasetLayout layout, string folder) => s_layouts[layout](folder);
}
