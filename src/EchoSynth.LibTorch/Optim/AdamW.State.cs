using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class AdamW
{
    /// <summary>What the optimiser remembers of one parameter.</summary>
    public sealed class State : OptimizerState, IAdamState, IDisposable
    {
        public long step;
        public Tensor exp_avg = null!;
        public Tensor exp_avg_sq = null!;
        public Tensor max_exp_avg_sq = null!;

        public State(Parameter parameter) : base(parameter)
        {
        }

        long IAdamState.Step
        {
            get => step;
            set => step = value;
        }

        Tensor IAdamState.Mean => exp_avg;

        Tensor IAdamState.Square => exp_avg_sq;

        Tensor? IAdamState.GreatestSquare => max_exp_avg_sq;

        public override void Initialize(OptimizerOptions options)
        {
            step = 0;
            Replace(ref exp_avg, Zeros());
            Replace(ref exp_avg_sq, Zeros());
            Replace(ref max_exp_avg_sq, ((Options)options).amsgrad == true ? Zeros() : null);
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            exp_avg.Save(writer);
            exp_avg_sq.Save(writer);
            SaveConditionalStateTensor(writer, max_exp_avg_sq);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            exp_avg.Load(reader);
            exp_avg_sq.Load(reader);
            LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            step = other.step;
            Replace(ref exp_avg, CopyOf(other.exp_avg));
            Replace(ref exp_avg_sq, CopyOf(other.exp_avg_sq));
            Replace(ref max_exp_avg_sq, other.max_exp_avg_sq is null ? null : CopyOf(other.max_exp_avg_sq));
        }

        public override bool ApproximatelyEquals(OptimizerState other)
            => other is State state && step == state.step && Close(exp_avg, state.exp_avg) && Close(exp_avg_sq, state.exp_avg_sq)
                && Close(max_exp_avg_sq, state.max_exp_avg_sq);

        public override void to(Device device)
        {
            Move(ref exp_avg, device);
            Move(ref exp_avg_sq, device);
            Move(ref max_exp_avg_sq, device);
        }

        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }
    }
}
