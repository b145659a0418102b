using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Gradients.</summary>
    public static unsafe partial class autograd
    {
        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor> grad_outputs = null!, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            ArgumentNullException.ThrowIfNull(outputs);
            ArgumentNullException.ThrowIfNull(inputs);
            RequireSameCount(outputs, grad_outputs);
            var results = new nint[inputs.Count];
            // As in TorchSharp, create_graph alone does not keep the graph.
            fixed (nint* outs = Handles(outputs), seeds = Handles(grad_outputs), ins = Handles(inputs), found = results)
            {
                var status = Native.es_grad(
                    outs, seeds, outputs.Count, ins, inputs.Count, retain_graph ? 1 : 0, create_graph ? 1 : 0,
                    allow_unused ? 1 : 0, found);
                Native.Check(status, "autograd.grad");
            }

            KeepAlive(outputs, inputs, grad_outputs);

            // An input that the outputs do not depend on has null for its gradient; in TorchSharp, a tensor without a handle.
            return Array.ConvertAll(results, handle => handle == 0 ? null! : new Tensor(handle));
        }

        public static void backward(
            IList<Tensor> tensors, IList<Tensor> grad_tensors = null!, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor> inputs = null!)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            RequireSameCount(tensors, grad_tensors);
            fixed (nint* outs = Handles(tensors), seeds = Handles(grad_tensors), ins = Handles(inputs))
            {
                var status = Native.es_backward(
                    outs, seeds, tensors.Count, retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, ins, inputs?.Count ?? 0);
                Native.Check(status, "autograd.backward");
            }

            KeepAlive(tensors, inputs, grad_tensors);
        }

        public static void backward(
            Tensor tensor, IList<Tensor> grad_tensors = null!, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor> inputs = null!) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null!) =>
            backward([tensor], grad_tensor is null ? null! : [grad_tensor], retain_graph, create_graph, inputs);

        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);

        private static void RequireSameCount(IList<Tensor> tensors, IList<Tensor>? gradients)
        {
            if (gradients is not null && gradients.Count != tensors.Count)
                throw new ArgumentException($"There are {tensors.Count} tensors and {gradients.Count} gradients for them.", nameof(gradients));
        }

        private static nint[]? Handles(IList<Tensor>? tensors) => tensors?.Select(tensor => tensor?.Handle ?? 0).ToArray();

        private static void KeepAlive(params object?[] lists) => GC.KeepAlive(lists);
    }
}
