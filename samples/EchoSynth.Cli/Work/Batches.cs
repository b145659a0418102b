using EchoSynth.Checkpoints;

namespace EchoSynth.Cli.Work;

/// <summary>Images that go through the network together: on a GPU what was asked for, or 16; on a CPU always one, so that no image depends on it.</summary>
internal static class Batches
{
    public static int Of(EchoModel model, int? asked = null) => model.Device.type == TorchSharp.DeviceType.CUDA ? asked ?? 16 : 1;
}
