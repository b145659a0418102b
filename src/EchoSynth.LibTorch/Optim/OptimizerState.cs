using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimiser remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(Device device)
    {
    }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor result, Device device)
    {
        if (!reader.ReadBoolean())
        {
            result?.Dispose();
            result = null!;
            return;
        }

        Replace(ref result, TensorExtensionMethods.Load(reader).to(device, disposeAfter: true));
    }

    /// <summary>A zero for each element of the parameter, in its layout and on its device.</summary>
    private protected Tensor Zeros() => zeros_like(_parameter).DetachFromDisposeScope();

    private protected Tensor CopyOf(Tensor source) => source.to(_parameter.device, copy: true).DetachFromDisposeScope();

    private protected static void Replace(ref Tensor slot, Tensor? value)
    {
        if (ReferenceEquals(slot, value)) return;
        slot?.Dispose();
        slot = value?.DetachFromDisposeScope()!;
    }

    private protected static void Move(ref Tensor slot, Device device)
    {
        if (slot is not null) Replace(ref slot, slot.to(device));
    }

    private protected static bool Close(Tensor? one, Tensor? other)
        => one is null || other is null ? one is null && other is null : one.allclose(other);
}
