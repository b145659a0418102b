using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Changes parameters by their gradients.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            private static readonly Op Zero = new("aten::_foreach_zero_");

            protected IList<ParamGroup> _parameter_groups = new List<ParamGroup>();

            private protected Optimizer()
            {
            }

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            public virtual void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

            /// <summary>Fills the gradients with zeros; they stay where they are.</summary>
            public virtual void zero_grad()
            {
                var gradients = parameters().Select(parameter => parameter.grad).OfType<Tensor>().ToArray();
                if (gradients.Length == 0) return;
                using (no_grad()) Zero.CallVoid(gradients);
                foreach (var gradient in gradients) gradient.Dispose();
            }

            public virtual Tensor step(Func<Tensor> closure = null!)
                => throw new NotSupportedException($"{GetType().Name} has no step.");

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
            }

            /// <summary>The state of an optimiser, for saving: options per group, state per parameter.</summary>
            public class StateDictionary
            {
                internal StateDictionary()
                {
                }

                /// <summary>One per group of parameters.</summary>
                public List<OptimizerOptions> Options { get; } = [];

                /// <summary>One per parameter, over all groups.</summary>
                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, the places of its parameters' states in <see cref="State"/>.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }
    }
}
