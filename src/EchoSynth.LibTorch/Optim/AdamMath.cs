using EchoSynth.LibTorch.Fused;
using EchoSynth.LibTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// The step of Adam and AdamW: one pass over the parameter where the bridge's own operator takes it, else six operators and one temporary, TorchSharp's way; ECHOSYNTH_KERNELS=portable
/// has no other.
/// </summary>
internal static class AdamMath
{
    private static readonly Op Mul = new("aten::mul_", "Scalar");
    private static readonly Op Add = new("aten::add_", "Scalar");
    private static readonly Op AddScaled = new("aten::add", "Tensor");
    private static readonly Op Lerp = new("aten::lerp_", "Scalar");
    private static readonly Op Addcmul = new("aten::addcmul_");
    private static readonly Op Addcdiv = new("aten::addcdiv_");
    private static readonly Op Sqrt = new("aten::sqrt");
    private static readonly Op Neg = new("aten::neg");
    private static readonly Op Maximum = new("aten::maximum", "out");

    internal readonly record struct Settings(
        double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, bool Maximize, bool Decoupled);

    public static void StepGroup(IEnumerable<Parameter> parameters, Func<Parameter, IAdamState> stateOf, in Settings settings)
    {
        var batch = new AdamBatch();
        foreach (var parameter in parameters)
        {
            var gradient = parameter.grad;
            if (gradient is null) continue;
            var state = stateOf(parameter);
            state.Step++;
            if (KernelSettings.Fused && AdamBatch.Takes(parameter, state, settings))
            {
                batch.Add(parameter, gradient, state);
                continue;
            }

            Step(parameter, gradient, state.Mean, state.Square, state.GreatestSquare, state.Step, settings);
            gradient.Dispose();
        }

        batch.Step(settings);
    }

    public static void Step(
        Parameter parameter, Tensor gradient, Tensor mean, Tensor square, Tensor? greatestSquare, long step, in Settings settings)
    {
        if (KernelSettings.Fused && greatestSquare is null && !settings.Maximize && FusedOperators.Adam(
            parameter, gradient, mean, square, settings.LearningRate, settings.Beta1, settings.Beta2, settings.Epsilon, step,
            settings.Decoupled ? 0 : settings.WeightDecay, settings.Decoupled ? 1 - settings.LearningRate * settings.WeightDecay : 1))
        {
            return;
        }

        Composed(parameter, gradient, mean, square, greatestSquare, step, settings);
    }

    /// <summary>The same by ATen's operators.</summary>
    public static void Composed(
        Parameter parameter, Tensor gradient, Tensor mean, Tensor square, Tensor? greatestSquare, long step, in Settings settings)
    {
        var slope = gradient;
        if (settings.Maximize) Use(ref slope, Neg.Call(slope), gradient);
        if (settings.WeightDecay != 0)
        {
            if (settings.Decoupled) Mul.CallVoid(parameter, 1 - settings.LearningRate * settings.WeightDecay);
            else Use(ref slope, AddScaled.Call(slope, parameter, settings.WeightDecay), gradient);
        }

        Lerp.CallVoid(mean, slope, 1 - settings.Beta1);
        Mul.CallVoid(square, settings.Beta2);
        Addcmul.CallVoid(square, slope, slope, 1 - settings.Beta2);
        if (greatestSquare is not null) Maximum.CallVoid(greatestSquare, square, greatestSquare);

        // lr/c1 · m/(√v/√c2 + ε) = lr·√c2/c1 · m/(√v + ε·√c2): one pass over the parameter less.
        var correction1 = 1 - Math.Pow(settings.Beta1, step);
        var correction2 = Math.Sqrt(1 - Math.Pow(settings.Beta2, step));
        using var divisor = Sqrt.Call(greatestSquare ?? square);
        Add.CallVoid(divisor, settings.Epsilon * correction2);
        Addcdiv.CallVoid(parameter, mean, divisor, -settings.LearningRate * correction2 / correction1);
        if (!ReferenceEquals(slope, gradient)) slope.Dispose();
    }

    private static void Use(ref Tensor slope, Tensor next, Tensor gradient)
    {
        if (!ReferenceEquals(slope, gradient)) slope.Dispose();
        slope = next;
    }
}
