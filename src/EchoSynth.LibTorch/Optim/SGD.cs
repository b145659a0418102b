using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Gradient descent with momentum.</summary>
    public partial class SGD : OptimizerHelper, optim.IMomentum
    {
        private static readonly Op Mul = new("aten::mul_", "Scalar");
        private static readonly Op AddInPlace = new("aten::add_", "Tensor");
        private static readonly Op Add = new("aten::add", "Tensor");

        public SGD(
            IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        public SGD(
            IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
        {
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (momentum < 0) throw new ArgumentException($"Invalid momentum value: {momentum}");
            if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            if (nesterov && (momentum <= 0 || dampening != 0))
                throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");

            _defaults = new Options
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            };
            foreach (var group in parameters) add_param_group(group);
        }

        public double Momentum
        {
            get => Defaults.momentum!.Value;
            set => Defaults.momentum = value;
        }

        private Options Defaults => (Options)_defaults;

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            param_group.Options ??= new Options();
            var options = (Options)param_group.Options;
            options.LearningRate ??= Defaults.LearningRate;
            options.momentum ??= Defaults.momentum;
            options.dampening ??= Defaults.dampening;
            options.weight_decay ??= Defaults.weight_decay;
            options.nesterov ??= Defaults.nesterov;
            options.maximize ??= Defaults.maximize;
            AddGroup(param_group, parameter => new State(parameter));
        }

        public override Tensor step(Func<Tensor> closure = null!) => _step<Modules.ParamGroup>(StepGroup, closure);

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing) DisposeStates();
        }

        /// <summary>The few tensors made here are freed by the scope that a step runs in.</summary>
        private void StepGroup(Modules.ParamGroup group)
        {
            var options = (Options)group.Options;
            foreach (var parameter in group.Parameters)
            {
                var slope = parameter.grad;
                if (slope is null) continue;
                if (options.weight_decay is { } decay and not 0) slope = Add.Call(slope, parameter, decay);
                if (options.momentum is { } momentum and not 0)
                {
                    var buffer = Accumulate((State)StateOf(parameter), slope, momentum, options.dampening!.Value);
                    slope = options.nesterov!.Value ? Add.Call(slope, buffer, momentum) : buffer;
                }

                var rate = options.LearningRate!.Value;
                AddInPlace.CallVoid(parameter, slope, options.maximize!.Value ? rate : -rate);
            }
        }

        private static Tensor Accumulate(State state, Tensor slope, double momentum, double dampening)
        {
            if (state.momentum_buffer is null)
            {
                state.momentum_buffer = slope.clone().DetachFromDisposeScope();
                return state.momentum_buffer;
            }

            Mul.CallVoid(state.momentum_buffer, momentum);
            AddInPlace.CallVoid(state.momentum_buffer, slope, 1 - dampening);
            return state.momentum_buffer;
        }
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class optim
        {
            public static SGD SGD(
                IEnumerable<Parameter> parameters, double learningRate, double momentum = 0.0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false)
                => new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(
                IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0.0,
                double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                => new(parameters.Select(entry => entry.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(
                IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false)
                => new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
