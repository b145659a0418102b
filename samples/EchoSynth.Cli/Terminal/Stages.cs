using Spectre.Console;

namespace EchoSynth.Cli.Terminal;

/// <summary>Runs stretches of work with a live bar on a terminal, and with a line now and then elsewhere.</summary>
internal static class Stages
{
    /// <param name="title">What is done, for example "training".</param>
    /// <param name="unit">What is counted, for example "images".</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(string title, string unit, Func<IStage, T> work)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
            return RunPlain(title, unit, work);
        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new PercentageColumn())
            .Start(context => work(new LiveStage(context.AddTask(Markup.Escape(title)), title, unit)));
    }

    public static void Run(string title, string unit, Action<IStage> work) => Run(title, unit, stage =>
    {
        work(stage);
        return true;
    });

    /// <summary>Work of several parts, one after the other: each has its own bar, and is over when the next begins.</summary>
    /// <param name="work">Given what begins a part, by its title and unit.</param>
    public static T RunParts<T>(Func<Func<string, string, IStage>, T> work)
    {
        if (!Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive)
        {
            return AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new PercentageColumn())
                .Start(context => work((title, unit) => new LiveStage(context.AddTask(Markup.Escape(title)), title, unit)));
        }
        PlainStage? current = null;
        var result = work((title, unit) =>
        {
            current?.Finish();
            return current = new PlainStage(Console.Out, TimeProvider.System, title, unit);
        });
        current?.Finish();
        return result;
    }

    private static T RunPlain<T>(string title, string unit, Func<IStage, T> work)
    {
        var stage = new PlainStage(Console.Out, TimeProvider.System, title, unit);
        var result = work(stage);
        stage.Finish();
        return result;
    }

    private sealed class LiveStage(ProgressTask task, string title, string unit) : IStage
    {
        public void Report(long done, long total, string details)
        {
            task.MaxValue = Math.Max(1, total);
            task.Value = done;
            task.Description = Markup.Escape(PlainStage.Line(title, unit, done, total, details));
        }

        // Not Console: the bar has to move down for it.
        public void Note(string line) => AnsiConsole.WriteLine(line);
    }
}
