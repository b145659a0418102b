using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>A table of vectors, looked up by whole numbers.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private static readonly Op Lookup = new("aten::embedding");
        private static readonly Op Renormalise = new("aten::embedding_renorm_");

        private readonly EmbeddingOptions _options;

        [ComponentName(Name = nameof(weight))]
        private Parameter? _weight;

        internal Embedding(Parameter weight, EmbeddingOptions options) : base(nameof(Embedding))
        {
            _options = options;
            this.weight = weight;
        }

        public Parameter? weight
        {
            get => _weight;
            set => Own(ref _weight, value, nameof(weight));
        }

        public override Tensor forward(Tensor input)
        {
            if (_options.MaxNorm is { } maxNorm)
            {
                using var noGradients = no_grad();
                Renormalise.CallVoid(_weight, input, maxNorm, _options.NormType);
            }

            return Lookup.Call(_weight, input, _options.PaddingIndex ?? -1, _options.ScaleByFrequency, _options.Sparse);
        }
    }

    internal sealed record EmbeddingOptions(long? PaddingIndex, double? MaxNorm, double NormType, bool ScaleByFrequency, bool Sparse);
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var weight = init.normal_(empty([num_embeddings, embedding_dims], dtype, device));
                if (padding_idx is { } padding)
                {
                    using var row = weight.select(0, padding);
                    row.zero_();
                }

                return new(new Parameter(weight), new(padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse));
            }

            public static Embedding Embedding_from_pretrained(
                Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var (place, type) = (device ?? embeddings.device, dtype ?? embeddings.dtype);
                var weight = new Parameter(embeddings.detach().to(type, place, copy: true), !freeze);
                return new(weight, new(padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse));
            }
        }
    }
}
