using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.LibTorch.Tests.NN;

/// <summary>A network with a bit of everything that a module can hold.</summary>
internal sealed class SmallNetwork : Module<Tensor, Tensor>
{
    private readonly Conv2d conv;
    private readonly ModuleList<Module<Tensor, Tensor>> blocks;
    private readonly Sequential head;
    private readonly Parameter scale;
    private readonly Tensor offset;

    public SmallNetwork(ScalarType? dtype = null) : base(nameof(SmallNetwork))
    {
        conv = Conv2d(1, 4, 3, padding: 1, dtype: dtype);

        // TorchSharp 0.107.0 leaves a GroupNorm's weights as the memory was.
        var groupNorm = GroupNorm(2, 4, dtype: dtype);
        init.ones_(groupNorm.weight);
        init.zeros_(groupNorm.bias!);
        blocks = new ModuleList<Module<Tensor, Tensor>>(groupNorm, BatchNorm2d(4, dtype: dtype));
        head = Sequential(("act", SiLU()), ("drop", Dropout(0.5)), ("out", Conv2d(4, 1, 1, dtype: dtype)));
        scale = new Parameter(ones([1], dtype));
        offset = zeros([1], dtype);
        RegisterComponents();
    }

    public Module Head => head;

    public Parameter Scale => scale;

    public Tensor Offset => offset;

    public override Tensor forward(Tensor input)
    {
        var x = conv.call(input);
        foreach (var block in blocks) x = block.call(x);
        return head.call(x).mul(scale).add(offset);
    }
}
