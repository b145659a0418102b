namespace EchoSynth.Imaging.Datasets;

/// <summary>What loading an item takes beside the item itself.</summary>
/// <param name="Outline">The LV's outline in pixels of the video, in order.</param>
/// <param name="OtherFrame">The frame of the video's other item: read along, since it is likely to be asked for next.</param>
/// <param name="FileList">The list that names the video.</param>
/// <param name="Info">What that list says of it.</param>
internal sealed record EchoNetTrace(IReadOnlyList<(double X, double Y)> Outline, int OtherFrame, string FileList, EchoNetInfo Info);
