namespace EchoSynth.Studio.Api;

/// <summary>A request that cannot be served as it is; becomes a 400 with problem details that name the fields.</summary>
internal sealed class BadRequestException(FieldProblems problems) : Exception("The request has problems.")
{
    public FieldProblems Problems { get; } = problems;
}
