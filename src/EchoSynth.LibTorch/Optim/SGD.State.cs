using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class SGD
{
    /// <summary>What the optimiser remembers of one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor momentum_buffer = null!;

        public State(Parameter parameter) : base(parameter)
        {
        }

        public override void Initialize(OptimizerOptions options) => Replace(ref momentum_buffer, null);

        public override void SaveStateDict(BinaryWriter writer) => SaveConditionalStateTensor(writer, momentum_buffer);

        public override void LoadStateDict(BinaryReader reader)
            => LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);

        public override void LoadStateDict(OptimizerState source)
        {
            var other = ((State)source).momentum_buffer;
            Replace(ref momentum_buffer, other is null ? null : CopyOf(other));
        }

        public override bool ApproximatelyEquals(OptimizerState other)
            => other is State state && Close(momentum_buffer, state.momentum_buffer);

        public override void to(Device device) => Move(ref momentum_buffer, device);

        public void Dispose() => momentum_buffer?.Dispose();
    }
}
