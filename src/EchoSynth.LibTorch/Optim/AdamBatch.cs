using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// The step of Adam over many parameters at once. On a GPU, where starting an operator costs more than a small parameter's arithmetic,
/// it takes one launch or a handful for all; on the CPU one parameter after the other stays in the caches, and is faster.
/// </summary>
internal sealed class AdamBatch
{
    // (self, grads, exp_avgs, exp_avg_sqs, max_exp_avg_sqs, state_steps, *, lr, beta1, beta2, weight_decay, eps, amsgrad, maximize, grad_scale=None, found_inf=None), from libtorch 1.13 on.
    private static readonly Op Fused = new("aten::_fused_adam_");
    private static readonly Op Mul = new("aten::_foreach_mul_", "Scalar");
    private static readonly Op AddList = new("aten::_foreach_add_", "List");
    private static readonly Op AddNew = new("aten::_foreach_add", "List");
    private static readonly Op AddNumber = new("aten::_foreach_add_", "Scalar");
    private static readonly Op Addcmul = new("aten::_foreach_addcmul_", "Scalar");
    private static readonly Op Addcdiv = new("aten::_foreach_addcdiv_", "Scalar");
    private static readonly Op Sqrt = new("aten::_foreach_sqrt");
    private static volatile bool s_fusedFailed;

    /// <summary>Parameters that have taken the same number of steps share their corrections, and a batch.</summary>
    private readonly Dictionary<(long Step, ScalarType Type, int Device, bool Alike), Lists> _lists = [];

    public static bool Takes(Parameter parameter, IAdamState state, in AdamMath.Settings settings)
        => state.GreatestSquare is null && !settings.Maximize && parameter.device_type == DeviceType.CUDA;

    public void Add(Parameter parameter, Tensor gradient, IAdamState state)
    {
        var key = (state.Step, parameter.dtype, parameter.device_index, Alike(parameter, gradient, state.Mean, state.Square));
        if (!_lists.TryGetValue(key, out var lists)) _lists.Add(key, lists = new Lists());
        lists.Parameters.Add(parameter);
        lists.Gradients.Add(gradient);
        lists.Means.Add(state.Mean);
        lists.Squares.Add(state.Square);
    }

    public void Step(in AdamMath.Settings settings)
    {
        foreach (var ((step, _, _, alike), lists) in _lists) Step(step, lists.Take(), alike, settings);
    }

    /// <summary>The step without decoupled decay as one operator; libtorch 1.13 has it for CUDA alone, later ones for the CPU too.</summary>
    /// <exception cref="ExternalException">This libtorch has it with other arguments, or not for this device; nothing was changed.</exception>
    internal static void StepFused(long step, in Tensors tensors, in AdamMath.Settings settings)
    {
        using var count = full([], (double)step, float32, tensors.Parameters[0].device); // it is only read, so one does for all
        var counts = new Tensor[tensors.Parameters.Length];
        Array.Fill(counts, count);
        Fused.CallVoid(
            tensors.Parameters, tensors.Gradients, tensors.Means, tensors.Squares, Array.Empty<Tensor>(), counts,
            settings.LearningRate, settings.Beta1, settings.Beta2, settings.Decoupled ? 0.0 : settings.WeightDecay, settings.Epsilon, false, false);
    }

    /// <summary>The same by operators over lists.</summary>
    internal static void StepLists(long step, in Tensors tensors, in AdamMath.Settings settings)
    {
        var (parameters, gradients, means, squares) = (tensors.Parameters, tensors.Gradients, tensors.Means, tensors.Squares);
        var slopes = settings is { WeightDecay: not 0, Decoupled: false } ? AddNew.CallList(gradients, parameters, settings.WeightDecay) : gradients;
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
        if (!ReferenceEquals(slopes, gradients)) Free(slopes);
    }

    private static void Step(long step, in Tensors tensors, bool alike, in AdamMath.Settings settings)
    {
        if (settings is { WeightDecay: not 0, Decoupled: true }) Mul.CallVoid(tensors.Parameters, 1 - settings.LearningRate * settings.WeightDecay);
        if (!alike || s_fusedFailed || !Fused.Exists || !TryFused(step, tensors, settings)) StepLists(step, tensors, settings);
        Free(tensors.Gradients);
    }

    private static bool TryFused(long step, in Tensors tensors, in AdamMath.Settings settings)
    {
        try
        {
            StepFused(step, tensors, settings);
            return true;
        }
        catch (ExternalException)
        {
            // It checks its arguments before it begins; the other way does the same, or says what is wrong with the device.
            s_fusedFailed = true;
            return false;
        }
    }

    /// <summary>Whether the operator takes them: one type, and one layout in memory.</summary>
    private static bool Alike(Tensor parameter, params ReadOnlySpan<Tensor> others)
    {
        var strides = parameter.stride();
        foreach (var other in others)
        {
            if (other.dtype != parameter.dtype || !other.stride().AsSpan().SequenceEqual(strides)) return false;
        }

        return true;
    }

    private static void Free(Tensor[] tensors)
    {
        foreach (var tensor in tensors) tensor.Dispose();
    }

    /// <summary>A batch as operators take it: four lists of one length.</summary>
    internal readonly record struct Tensors(Tensor[] Parameters, Tensor[] Gradients, Tensor[] Means, Tensor[] Squares);

    private sealed class Lists
    {
        public List<Tensor> Parameters { get; } = [];

        public List<Tensor> Gradients { get; } = [];

        public List<Tensor> Means { get; } = [];

        public List<Tensor> Squares { get; } = [];

        public Tensors Take() => new([.. Parameters], [.. Gradients], [.. Means], [.. Squares]);
    }
}
