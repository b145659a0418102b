using System.Text.Json;

namespace EchoSynth.Distributed;

/// <summary>Why a job must end, as one rank writes it into the store for all.</summary>
internal sealed record Fate(IReadOnlyList<int> Ranks, string Message)
{
    public const string Key = ProcessGroup.Prefix + "fate";

    public string Write() => JsonSerializer.Serialize(this);

    public static DistributedException Read(string text)
    {
        var fate = JsonSerializer.Deserialize<Fate>(text)!;
        return new DistributedException(fate.Message, fate.Ranks);
    }
}
