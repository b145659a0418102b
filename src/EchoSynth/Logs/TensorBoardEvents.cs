using System.Globalization;
using EchoSynth.Training;

namespace EchoSynth.Logs;

/// <summary>Encodes messages of TensorFlow's event.proto and summary.proto. The numbers are the fields' there.</summary>
internal static class TensorBoardEvents
{
    private const int Rgb = 3, StringType = 7, SessionStart = 1;

    /// <summary>The first record of every file.</summary>
    public static ProtoWriter Version(DateTimeOffset time) => new ProtoWriter().Double(1, Seconds(time)).Text(3, "brain.Event:2");

    /// <summary>What an event becomes: nothing, or up to two records.</summary>
    public static IEnumerable<ProtoWriter> Of(TrainingEvent happened)
    {
        if (happened is TrainingEvent.Started or TrainingEvent.RolledBack)
        {
            // Readers drop what was written before with this step or a later one. The figures of the very step that training goes on from remain true.
            var from = happened.ImagesSeen == 0 ? 0 : happened.ImagesSeen + 1;
            yield return Event(happened.Time, from).Message(7, new ProtoWriter().Integer(1, SessionStart));
        }
        var summary = new ProtoWriter();
        foreach (var (tag, value) in TrainingScalars.Of(happened))
            summary.Message(1, new ProtoWriter().Text(1, tag).Float(2, (float)value));
        switch (happened)
        {
            case TrainingEvent.Validated { Samples.Count: > 0 } e:
                summary.Message(1, Image("validation/samples", ImageGrid.Of(e.Samples)));
                break;
            case TrainingEvent.RolledBack e:
                summary.Message(1, Text("log/rolled_back", string.Create(CultureInfo.InvariantCulture, $"From step {e.FromStep} back to step {e.Step}, rates × {e.RateFactor}: {e.Reason}")));
                break;
            case TrainingEvent.Warned e:
                summary.Message(1, Text("log/warning", e.Message));
                break;
        }
        if (!summary.Written.IsEmpty)
            yield return Event(happened.Time, happened.ImagesSeen).Message(5, summary);
    }

    private static ProtoWriter Event(DateTimeOffset time, long step) => new ProtoWriter().Double(1, Seconds(time)).Integer(2, step);

    private static ProtoWriter Image(string tag, ImageGrid grid) => new ProtoWriter().Text(1, tag).Message(4, new ProtoWriter()
        .Integer(1, grid.Height).Integer(2, grid.Width).Integer(3, Rgb).Bytes(4, grid.ToPng()));

    private static ProtoWriter Text(string tag, string text) => new ProtoWriter().Text(1, tag)
        .Message(8, new ProtoWriter().Integer(1, StringType).Message(2, new ProtoWriter().Message(2, new ProtoWriter().Integer(1, 1))).Text(8, text))
        .Message(9, new ProtoWriter().Message(1, new ProtoWriter().Text(1, "text")));

    private static double Seconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / (double)TimeSpan.TicksPerSecond;
}
