using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_indexTensor = new("aten::index", "Tensor");
        private static readonly Op s_indexPut_ = new("aten::index_put_");

        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => s_selectInt.Call(this, 0, i1);
            set => index_put_(value, [i1]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index([i1, i2]);
            set => index_put_(value, [i1, i2]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index([i1, i2, i3]);
            set => index_put_(value, [i1, i2, i3]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index([i1, i2, i3, i4]);
            set => index_put_(value, [i1, i2, i3, i4]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => index([i1, i2, i3, i4, i5]);
            set => index_put_(value, [i1, i2, i3, i4, i5]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => index([i1, i2, i3, i4, i5, i6]);
            set => index_put_(value, [i1, i2, i3, i4, i5, i6]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index(Array.ConvertAll(indices, i => (TensorIndex)i));
            set => index_put_(value, Array.ConvertAll(indices, i => (TensorIndex)i));
        }

        public Tensor index(params TensorIndex[] indices)
        {
            using var view = new IndexedView(this, indices);
            return view.Read();
        }

        public Tensor index(params Tensor[] indices) => s_indexTensor.Call(this, (Tensor?[])indices);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var view = new IndexedView(this, indices);
            view.Write(value, accumulate);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            s_indexPut_.Mutate(this, (Tensor?[])indices, value, accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var filler = ScalarOperand(value);
            return index_put_(filler, indices, false);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using var filler = ScalarOperand(value);
            return index_put_(filler, indices, false);
        }

        private Tensor ScalarOperand(Scalar value) => full(Array.Empty<long>(), value, dtype, device);

        /// <summary>
        /// The part of a tensor that a list of indices names: a chain of views for numbers, slices and new axes, and then the index
        /// tensors, each at its dimension.
        /// </summary>
        private readonly ref struct IndexedView
        {
            private readonly Tensor _source;
            private readonly Tensor _view;
            private readonly Tensor?[]? _indices;
            private readonly List<Tensor> _made = [];

            internal IndexedView(Tensor source, TensorIndex[] indices)
            {
                _source = source;
                _view = source;
                var dims = source.Dimensions;
                var named = indices.Sum(index => Width(index));
                if (named > dims)
                    throw new ArgumentException($"There are {named} indices for a tensor of {dims} dimensions.", nameof(indices));

                var tensors = new List<Tensor?>();
                long dim = 0;
                foreach (var index in indices)
                {
                    switch (index.What)
                    {
                        case TensorIndex.Kind.Single:
                            _view = Keep(s_selectInt.Call(_view, dim, index.Start ?? 0));
                            break;
                        case TensorIndex.Kind.Slice:
                            if (index.Start is not null || index.Stop is not null || index.Step is not null)
                                _view = Keep(s_slice.Call(_view, dim, index.Start, index.Stop, index.Step ?? 1));
                            dim++;
                            break;
                        case TensorIndex.Kind.Everything:
                            dim++;
                            break;
                        case TensorIndex.Kind.Ellipsis:
                            dim += dims - named;
                            break;
                        case TensorIndex.Kind.NewAxis:
                            _view = Keep(_view.unsqueeze(dim++));
                            break;
                        case TensorIndex.Kind.Bool:
                            _view = Keep(_view.unsqueeze(dim));
                            Place(tensors, dim++, Keep(tensor(index.Start != 0, device: source.device).unsqueeze(0)));
                            break;
                        default:
                            var given = index.Indices!;
                            Place(tensors, dim, given);
                            dim += Width(index);
                            break;
                    }
                }

                _indices = tensors.Count == 0 ? null : tensors.ToArray();
            }

            internal Tensor Read()
            {
                if (_indices is not null)
                    return s_indexTensor.Call(_view, _indices);
                if (ReferenceEquals(_view, _source))
                    return _source.alias();
                _made.Remove(_view);
                return _view;
            }

            internal void Write(Tensor value, bool accumulate)
            {
                if (_indices is not null)
                    s_indexPut_.Mutate(_view, _indices, value, accumulate);
                else if (accumulate)
                    _view.add_(value);
                else
                    _view.copy_(value);
            }

            public void Dispose()
            {
                foreach (var tensor in _made)
                    tensor.Dispose();
            }

            /// <summary>The number of the tensor's dimensions that an index speaks of; a mask speaks of as many as it has.</summary>
            private static long Width(TensorIndex index) => index.What switch
            {
                TensorIndex.Kind.Single or TensorIndex.Kind.Slice or TensorIndex.Kind.Everything => 1,
                TensorIndex.Kind.Tensor => index.Indices!.dtype is ScalarType.Bool or ScalarType.Byte ? index.Indices.Dimensions : 1,
                _ => 0,
            };

            /// <summary>Puts an index tensor at its dimension; those before it, not yet named, are taken whole.</summary>
            private static void Place(List<Tensor?> tensors, long dim, Tensor index)
            {
                // A mask of n dimensions stands in the list once, and takes n places of the tensor.
                var taken = tensors.Sum(t => t is null ? 1 : t.dtype is ScalarType.Bool or ScalarType.Byte ? t.Dimensions : 1);
                for (; taken < dim; taken++)
                    tensors.Add(null);
                tensors.Add(index);
            }

            private Tensor Keep(Tensor tensor)
            {
                _made.Add(tensor);
                return tensor;
            }
        }
    }
}
