using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using EchoSynth.Cli.Runtime;
using EchoSynth.Imaging.Video;
using static TorchSharp.torch;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth doctor: what this installation stands on.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Tell which libtorch was loaded and what this machine can do. Exit code 1 with a hint where libtorch cannot be loaded.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        Line("EchoSynth", typeof(Devices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?");
        Line(".NET", $"{Environment.Version}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores");
        Line("binding", TorchAccount.Binding);
        try
        {
            foreach (var (name, value) in TorchAccount.Tell())
                Line(name, value);
            Line("devices", string.Join(", ", ["cpu", .. Enumerable.Range(0, cuda.is_available() ? cuda.device_count() : 0).Select(i => $"cuda:{i}")]));
            Line("threads", $"{get_num_threads()} in one operator, {get_num_interop_threads()} between operators");
            Line("arithmetic", Arithmetic());
        }
        catch (Exception e)
        {
            throw new CommandException($"libtorch cannot be used: {Failure.Unwrap(e).Message}{Environment.NewLine}{TorchAccount.Hint}", e);
        }
        Line("bf16", Devices.HasBFloat16(CPU) ? "the processor has it, so train --precision bf16 works here" : "the processor has none, so train --precision bf16 needs a GPU");
        Line("ffmpeg", VideoFile.FindProgram() ?? $"not {(Environment.GetEnvironmentVariable(VideoOptions.EnvironmentVariable) is { Length: > 0 } place ? $"at {place}, which {VideoOptions.EnvironmentVariable} names" : "on PATH")} (only video files need it)");
        return ExitCode.Done;
    }

    /// <summary>A sum with a known result: loading is not yet working.</summary>
    private static string Arithmetic()
    {
        using var scope = NewDisposeScope();
        var a = ones([16, 16]);
        var sum = a.mm(a).sum().item<float>();
        return sum == 4096 ? "a matrix product is right" : throw new InvalidOperationException($"a product of matrices of ones sums to {sum}, not 4096");
    }

    private static void Line(string name, string value) => Console.WriteLine($"{name,-14} {value}");
}
