using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using EchoSynth.Cli;
using EchoSynth.Cli.Commands;

var verbose = new Option<bool>("--verbose") { Description = "Show where an error came from (also: ECHOSYNTH_VERBOSE=1).", Recursive = true };
// A RootCommand would be called by the name of its file.
var root = new Command(
    "echosynth",
    """
    Synthetic echocardiography: learns to draw ultrasound images of the heart from anatomical masks, and draws them.
    Exit codes: 0 done, or put aside by SIGTERM so that the same command goes on with it (--stopped-exit changes that); 1 failed (the reason is on standard error), 2 wrong usage, 130 cancelled.
    """)
{
    DemoCommand.Create(),
    PhantomCommand.Create(),
    AnatomiesCommand.Create(),
    TrainCommand.Create(),
    GenerateCommand.Create(),
    TranslateCommand.Create(),
    MergeCommand.Create(),
    ExportCommand.Create(),
    EvaluateCommand.Create(),
    CompareCommand.Create(),
    AblateCommand.Create(),
    InspectCommand.Create(),
    DoctorCommand.Create(),
    BenchCommand.Create(),
    verbose,
    new HelpOption(),
    new VersionOption(),
};

var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction)
{
    foreach (var error in parsed.Errors)
        Console.Error.WriteLine($"error: {error.Message}");
    var command = parsed.CommandResult.Command;
    Console.Error.WriteLine($"'{root.Name} {(command == root ? "" : command.Name + " ")}--help' lists the options.");
    return ExitCode.Usage;
}

using var interrupt = new Interrupt();
try
{
    // The command line library would end the process two seconds after Ctrl-C, in the middle of a checkpoint.
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupt.Token);
}
catch (Exception e)
{
    return Failure.Report(e, parsed.GetValue(verbose), interrupt, parsed.GetValue(Shared.StoppedExit));
}
