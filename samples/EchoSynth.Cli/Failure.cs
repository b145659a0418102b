using System.Reflection;
using EchoSynth.Distributed;
using EchoSynth.Imaging;
using EchoSynth.Training;
using Microsoft.Extensions.Options;

namespace EchoSynth.Cli;

/// <summary>Turns an exception into one line on standard error and an exit code.</summary>
internal static class Failure
{
    /// <param name="exception">What ended the command.</param>
    /// <param name="verbose">Whether to show where it came from.</param>
    /// <param name="interrupt">What signals came.</param>
    /// <param name="stoppedExit">The exit code of work that SIGTERM put aside, here or on another rank.</param>
    public static int Report(Exception exception, bool verbose, Interrupt interrupt, int stoppedExit)
    {
        var cause = Unwrap(exception);
        if (cause is StoppedException && (interrupt.Terminated || !interrupt.Token.IsCancellationRequested))
            return stoppedExit;
        if (cause is OperationCanceledException && interrupt.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("cancelled");
            return ExitCode.Cancelled;
        }
        Console.Error.WriteLine($"error: {Message(cause)}");
        if (verbose || Environment.GetEnvironmentVariable("ECHOSYNTH_VERBOSE") == "1")
            Console.Error.WriteLine(exception);
        else if (!IsExpected(cause))
            Console.Error.WriteLine("(--verbose shows where it happened)");
        return cause is UsageException ? ExitCode.Usage : ExitCode.Failed;
    }

    public static string Message(Exception cause) => cause switch
    {
        OptionsValidationException options => string.Join(" ", options.Failures),
        ArgumentException { ParamName: { } name } argument => argument.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal),
        EchoFormatException { Field: "label" } => $"{cause.Message} What other numbers mean is said with --labels, for example --labels 255=lv.",
        _ when IsExpected(cause) => cause.Message.Replace("SkipIncomplete leaves", "--skip-incomplete leaves", StringComparison.Ordinal),
        _ => $"{cause.Message} ({cause.GetType().Name})",
    };

    /// <summary>The exception that says what happened, under those that only say where.</summary>
    public static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        AggregateException many when many.Flatten().InnerExceptions is [var first, ..] => Unwrap(first),
        TypeInitializationException or TargetInvocationException when exception.InnerException is { } inner => Unwrap(inner),
        _ => exception,
    };

    // LibTorchNotFoundException is there with the System binding alone, so it is known by the type it derives from.
    private static bool IsExpected(Exception cause) =>
        cause is DllNotFoundException or IOException or UnauthorizedAccessException or CommandException or UsageException or ArgumentException or OptionsValidationException or TrainingDivergedException or DistributedException;
}
