namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class UsageTests
{
    [Theory]
    [InlineData("train", "Option '--data' is required.")]
    [InlineData("phantom --out x --patients 0", "--patients is 0; it must be between 1 and 9999.")]
    [InlineData("phantom --out x --patients 1 --scanner none", "it must be one of standard,")]
    [InlineData("generate --model m --masks d --out o --shard 3/2", "--shard is '3/2'; it must be i/n")]
    [InlineData("train --data d --model m --device gpu", "--device is 'gpu'; it must be auto, cpu, cuda or cuda:N.")]
    [InlineData("train --data d --model m --images many", "--images")]
    [InlineData("train --data d --model m --clip 0,5", "--clip is '0,5'; it must be a number, with a point before its decimals, between 0.000001 and 1000000.")]
    [InlineData("train --data d --model m --images abc", "--images is 'abc'; it must be a whole number between 1 and 1000000000.")]
    [InlineData("train --data d --model m --batch 3.5", "--batch is '3.5'; it must be a whole number between 1 and 1024.")]
    [InlineData("train --data d --model m --clip 0", "--clip is 0; it must be between 0.000001 and 1000000.")]
    [InlineData("train --data d --model m --precision half", "--precision is 'half'; it must be one of full, bf16.")]
    [InlineData("generate --model m --masks d --out o --eta 2", "--eta is 2; it must be between 0 and 1.")]
    [InlineData("ablate --data d --out o --jobs 0", "--jobs is 0; it must be between 1 and 64.")]
    [InlineData("bench --preset small-64,none", "--preset has 'none'; there are small-64,")]
    [InlineData("bench --preset small-64 --model m", "--preset and --model cannot be given together.")]
    [InlineData("bench --precision half", "--precision is 'half'; it must be one of full, bf16.")]
    [InlineData("bench --batch 0", "--batch is 0; it must be between 1 and 1024.")]
    [InlineData("bench --seconds 0", "--seconds is 0; it must be between 1 and 86400.")]
    [InlineData("paint", "paint")]
    public void Wrong_usage_ends_with_2_and_says_what_is_wrong(string arguments, string message)
    {
        var result = CliProcess.Run(arguments.Split(' ')).Expect(2);
        Assert.Contains("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("--help", "generate")]
    [InlineData("generate --help", "--shard <i/n>")]
    [InlineData("train --help", "echosynth train [options]")]
    public void Help_ends_with_0(string arguments, string expected) =>
        Assert.Contains(expected, CliProcess.Run(arguments.Split(' ')).Expect(0).Output, StringComparison.Ordinal);
}
