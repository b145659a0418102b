using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Cli.Work;

/// <summary>Where the domains of a training's items are written down.</summary>
internal static class DomainSource
{
    /// <summary>Says "of phantoms, the scanner" where else the path of a table stands.</summary>
    public const string Scanner = "scanner";

    /// <summary>Says "of each image, the field domain of the folder's manifest" there.</summary>
    public const string Manifest = "manifest";

    /// <param name="source">"scanner", "manifest", or a CSV file.</param>
    /// <param name="items">The items.</param>
    /// <param name="folder">The data set's folder.</param>
    public static IReadOnlyList<EchoItem> Assign(string source, IReadOnlyList<EchoItem> items, string folder)
    {
        if (source == Manifest)
            return ItemDomains.FromManifest(items, folder);
        if (source != Scanner)
            return ItemDomains.FromTable(items, source);
        var phantoms = PhantomDataset.TryOpen(folder) ?? throw new CommandException($"{folder}: has no phantom.json, so nobody says which scanner a patient was recorded with. Give --domains {Manifest} where the manifest of the set does, or a CSV file with the columns patient and domain.");
        return ItemDomains.FromScanners(items, phantoms);
    }

    /// <summary>The different ones, in order of their names.</summary>
    public static IReadOnlyList<string> Names(IEnumerable<EchoItem> items) => [.. items.Select(i => i.Domain).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
