namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op[] NearestOps =
                [new("aten::upsample_nearest1d"), new("aten::upsample_nearest2d"), new("aten::upsample_nearest3d")];

            private static readonly Op[] NearestExactOps =
                [new("aten::_upsample_nearest_exact1d"), new("aten::_upsample_nearest_exact2d"), new("aten::_upsample_nearest_exact3d")];

            private static readonly Op LinearResampleOp = new("aten::upsample_linear1d");
            private static readonly Op BilinearOp = new("aten::upsample_bilinear2d");
            private static readonly Op BilinearAntialiasOp = new("aten::_upsample_bilinear2d_aa");
            private static readonly Op BicubicOp = new("aten::upsample_bicubic2d");
            private static readonly Op BicubicAntialiasOp = new("aten::_upsample_bicubic2d_aa");
            private static readonly Op TrilinearOp = new("aten::upsample_trilinear3d");

            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                var spatial = (int)x.ndim - 2;
                if (spatial is < 1 or > 3) throw new ArgumentException($"Input must have 3, 4 or 5 dimensions, got {spatial + 2}.", nameof(x));
                if (align_corners is not null && mode is InterpolationMode.Nearest or InterpolationMode.NearestExact or InterpolationMode.Area)
                    throw new ArgumentException($"align_corners has no meaning with mode {mode}.", nameof(align_corners));
                if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                    throw new ArgumentException($"antialias is for bilinear and bicubic, not {mode}.", nameof(antialias));

                var (target, scales) = Target(x, spatial, size, scale_factor);
                if (recompute_scale_factor) scales = null;
                var corners = align_corners ?? false;
                return mode switch
                {
                    InterpolationMode.Nearest => Resample(NearestOps[spatial - 1], x, target, scales),
                    InterpolationMode.NearestExact => Resample(NearestExactOps[spatial - 1], x, target, scales),
                    InterpolationMode.Area => AdaptiveAvgPoolOps[spatial - 1].Call(x, target),
                    InterpolationMode.Linear => Resample(LinearResampleOp, x, target, scales, corners, 1),
                    InterpolationMode.Bilinear => Resample(antialias ? BilinearAntialiasOp : BilinearOp, x, target, scales, corners, 2),
                    InterpolationMode.Bicubic => Resample(antialias ? BicubicAntialiasOp : BicubicOp, x, target, scales, corners, 2),
                    InterpolationMode.Trilinear => Resample(TrilinearOp, x, target, scales, corners, 3),
                    _ => throw new ArgumentOutOfRangeException(nameof(mode)),
                };
            }

            private static (long[] Size, double[]? Scales) Target(Tensor x, int spatial, long[]? size, double[]? scaleFactor)
            {
                if (size is null == scaleFactor is null) throw new ArgumentException("Give either size or scale_factor.", nameof(size));
                if (size is not null) return (Repeat(size, spatial, nameof(size)), null);

                var scales = Repeat(scaleFactor!, spatial, "scale_factor");
                var target = new long[spatial];
                for (var d = 0; d < spatial; d++) target[d] = (long)Math.Floor(x.size(d + 2) * scales[d]);
                return (target, scales);
            }

            private static T[] Repeat<T>(T[] values, int count, string name)
            {
                if (values.Length == count) return values;
                if (values.Length != 1) throw new ArgumentException($"{name} must have 1 or {count} elements, got {values.Length}.", name);
                return [.. Enumerable.Repeat(values[0], count)];
            }

            private static Tensor Resample(Op op, Tensor x, long[] size, double[]? scales)
                => scales is null ? op.Call(x, size)
                    : scales.Length == 1 ? op.Call(x, size, scales[0])
                    : scales.Length == 2 ? op.Call(x, size, scales[0], scales[1])
                    : op.Call(x, size, scales[0], scales[1], scales[2]);

            private static Tensor Resample(Op op, Tensor x, long[] size, double[]? scales, bool corners, int dimensions)
            {
                if (size.Length != dimensions)
                    throw new ArgumentException($"This mode resamples {dimensions} dimensions, the input has {size.Length} after batch and channels.");
                return scales is null ? op.Call(x, size, corners)
                    : dimensions == 1 ? op.Call(x, size, corners, scales[0])
                    : dimensions == 2 ? op.Call(x, size, corners, scales[0], scales[1])
                    : op.Call(x, size, corners, scales[0], scales[1], scales[2]);
            }
        }
    }
}
