using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// The step of Adam over many parameters at once. On a GPU, where starting an operator costs more than a small parameter's arithmetic,
/// it takes a handful of launches for all; on the CPU one parameter after the other stays in the caches, and is faster.
/// </summary>
internal sealed class AdamBatch
{
    private static readonly Op Mul = new("aten::_foreach_mul_", "Scalar");
    private static readonly Op AddList = new("aten::_foreach_add_", "List");
    private static readonly Op AddNew = new("aten::_foreach_add", "List");
    private static readonly Op AddNumber = new("aten::_foreach_add_", "Scalar");
    private static readonly Op Addcmul = new("aten::_foreach_addcmul_", "Scalar");
    private static readonly Op Addcdiv = new("aten::_foreach_addcdiv_", "Scalar");
    private static readonly Op Sqrt = new("aten::_foreach_sqrt");

    /// <summary>Parameters that have taken the same number of steps share their corrections, and a batch.</summary>
    private readonly Dictionary<(long Step, ScalarType Type, int Device), Lists> _lists = [];

    public static bool Takes(Parameter parameter, IAdamState state, in AdamMath.Settings settings)
        => state.GreatestSquare is null && !settings.Maximize && parameter.device_type == DeviceType.CUDA;

    public void Add(Parameter parameter, Tensor gradient, IAdamState state)
    {
        var key = (state.Step, parameter.dtype, parameter.device_index);
        if (!_lists.TryGetValue(key, out var lists)) _lists.Add(key, lists = new Lists());
        lists.Parameters.Add(parameter);
        lists.Gradients.Add(gradient);
        lists.Means.Add(state.Mean);
        lists.Squares.Add(state.Square);
    }

    public void Step(in AdamMath.Settings settings)
    {
        foreach (var ((step, _, _), lists) in _lists) Step(step, lists, settings);
    }

    private static void Step(long step, Lists lists, in AdamMath.Settings settings)
    {
        var (parameters, gradients) = (lists.Parameters.ToArray(), lists.Gradients.ToArray());
        var (means, squares) = (lists.Means.ToArray(), lists.Squares.ToArray());
        var slopes = gradients;
        if (settings.WeightDecay != 0)
        {
            if (settings.Decoupled) Mul.CallVoid(parameters, 1 - settings.LearningRate * settings.WeightDecay);
            else slopes = AddNew.CallList(gradients, parameters, settings.WeightDecay);
        }

        Mul.CallVoid(means, settings.Beta1);
        AddList.CallVoid(means, slopes, 1 - settings.Beta1);
        Mul.CallVoid(squares, settings.Beta2);
        Addcmul.CallVoid(squares, slopes, slopes, 1 - settings.Beta2);

        var correction1 = 1 - Math.Pow(settings.Beta1, step);
        var correction2 = Math.Sqrt(1 - Math.Pow(settings.Beta2, step));
        var divisors = Sqrt.CallList(squares);
        AddNumber.CallVoid(divisors, settings.Epsilon * correction2);
        Addcdiv.CallVoid(parameters, means, divisors, -settings.LearningRate * correction2 / correction1);

        Free(divisors);
        Free(gradients);
        if (!ReferenceEquals(slopes, gradients)) Free(slopes);
    }

    private static void Free(Tensor[] tensors)
    {
        foreach (var tensor in tensors) tensor.Dispose();
    }

    private sealed class Lists
    {
        public List<Tensor> Parameters { get; } = [];

        public List<Tensor> Gradients { get; } = [];

        public List<Tensor> Means { get; } = [];

        public List<Tensor> Squares { get; } = [];
    }
}
