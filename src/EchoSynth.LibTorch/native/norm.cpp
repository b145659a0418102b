// Group normalisation with modulation and SiLU, forward and backward, in two passes over the image each.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <cmath>

#include "norm.h"

namespace echosynth {

at::Tensor nhwc(const at::Tensor& x) {
  TORCH_CHECK(x.dim() == 4, "an image [N, C, H, W] is wanted, not ", x.sizes());
  TORCH_CHECK(x.device().is_cpu(), "a tensor on the CPU is wanted");
  TORCH_CHECK(x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16, "float32 or bfloat16 is wanted, not ", x.scalar_type());
  return x.contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor empty_nhwc(at::IntArrayRef sizes, const at::Tensor& like, bool half) {
  return at::empty(sizes, like.options().dtype(half ? at::kBFloat16 : at::kFloat).requires_grad(false), at::MemoryFormat::ChannelsLast);
}

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

const float* data(const Tensor& t) {
  return t.defined() ? t.data_ptr<float>() : nullptr;
}

}  // namespace

Statistics statistics(const std::vector<Tensor>& parts, const Tensor& offset, const Shape& shape, double epsilon) {
  const auto& k = kernels();
  const int64_t c = shape.channels;
  std::vector<float> pivot(static_cast<size_t>(shape.images * c));
  for (int64_t n = 0, first; n < shape.images; n++) {
    first = 0;
    for (const auto& x : parts) {
      const auto p = plane(x, n);
      for (int64_t i = 0; i < x.size(1); i++) {
        pivot[n * c + first + i] = p.half ? static_cast<float>(static_cast<const at::BFloat16*>(p.data)[i]) : static_cast<const float*>(p.data)[i];
      }
      first += x.size(1);
    }
  }
  const auto sums = chunk_sums(shape.images, shape.positions, 2 * c, [&](int64_t n, int64_t begin, int64_t end, float* out) {
    int64_t first = 0;
    for (const auto& x : parts) {
      k.moments(plane(x, n), x.size(1), pivot.data() + n * c + first, begin, end, out + first, out + c + first);
      first += x.size(1);
    }
  });
  Statistics s;
  s.mean.resize(pivot.size());
  s.inverse.resize(pivot.size());
  s.centre.resize(pivot.size());
  const double count = static_cast<double>(shape.positions);
  const float* offsets = data(offset);
  for (int64_t n = 0; n < shape.images; n++) {
    const double* sum = sums.data() + n * 2 * c;
    for (int64_t g = 0; g < shape.groups; g++) {
      const int64_t begin = g * shape.group_size(), end = begin + shape.group_size();
      const auto base = [&](int64_t i) { return static_cast<double>(pivot[n * c + i]) + (offsets != nullptr ? offsets[n * c + i] : 0.0f); };
      double total = 0, squares = 0;
      for (int64_t i = begin; i < end; i++) total += sum[i] + count * base(i);
      const double mean = total / (count * static_cast<double>(end - begin));
      for (int64_t i = begin; i < end; i++) {
        const double d = base(i) - mean;
        squares += sum[c + i] + 2 * d * sum[i] + count * d * d;
      }
      const double inverse = 1 / std::sqrt(std::max(squares, 0.0) / (count * static_cast<double>(end - begin)) + epsilon);
      for (int64_t i = begin; i < end; i++) {
        s.mean[n * c + i] = static_cast<float>(mean - (offsets != nullptr ? offsets[n * c + i] : 0.0f));
        s.inverse[n * c + i] = static_cast<float>(inverse);
        s.centre[n * c + i] = (sum[i] / count + base(i) - mean) * inverse;
      }
    }
  }
  return s;
}

namespace {

// What the loops multiply x by and add: with a map the normalisation alone, else the modulation with it.
struct Affine {
  std::vector<float> scale, shift;
  Affine() = default;
  Affine(const Statistics& s, const Tensor& gain, const Tensor& bias, bool map) : scale(s.inverse), shift(s.inverse.size()) {
    const float *gains = map ? nullptr : data(gain), *biases = map ? nullptr : data(bias);
    for (size_t i = 0; i < scale.size(); i++) {
      if (gains != nullptr) scale[i] *= gains[i];
      shift[i] = -s.mean[i] * scale[i] + (biases != nullptr ? biases[i] : 0.0f);
    }
  }
};

NormInput input_of(const Tensor& x, int64_t n, int64_t first, const Affine& affine, const Tensor& gain, const Tensor& bias, const Tensor& map,
                   int64_t channels, bool silu) {
  const int64_t at = n * channels + first;
  NormInput in{plane(x, n), x.size(1), affine.scale.data() + at, affine.shift.data() + at, nullptr, nullptr, {nullptr, false, 0}, channels, silu};
  if (map.defined()) {
    in.gain = data(gain) + at;
    in.bias = data(bias) + at;
    in.map = plane(map, n);
    in.map.data = static_cast<const char*>(in.map.data) + first * static_cast<int64_t>(map.element_size());
  }
  return in;
}

Tensor modulate(const std::vector<Tensor>& parts, const Affine& affine, const Tensor& gain, const Tensor& bias, const Tensor& map,
             const Shape& shape, bool silu, bool half) {
  const auto& k = kernels();
  const auto& x = parts[0];
  auto y = empty_nhwc({shape.images, shape.channels, x.size(2), x.size(3)}, x, half);
  for_chunks(shape.images, shape.positions, [&](int64_t n, int64_t, int64_t begin, int64_t end) {
    int64_t first = 0;
    for (const auto& part : parts) {
      k.norm(input_of(part, n, first, affine, gain, bias, map, shape.channels, silu),
             static_cast<char*>(image(y, n)) + first * static_cast<int64_t>(y.element_size()), half, shape.channels, begin, end);
      first += part.size(1);
    }
  });
  return y;
}

// [N, C] float, contiguous: from [N, C], [C] or nothing.
Tensor per_image(const Optional& t, const Shape& shape) {
  if (!t.has_value() || !t->defined()) return Tensor();
  const auto flat = t->dim() == 1 ? t->unsqueeze(0) : t->flatten(1);
  TORCH_CHECK(flat.size(1) == shape.channels && (flat.size(0) == shape.images || flat.size(0) == 1), "[N, C] is wanted for ", shape.images, " images of ",
              shape.channels, " channels, not ", t->sizes());
  return flat.to(at::kFloat).expand({shape.images, shape.channels}).contiguous();
}

Tensor to_tensor(const std::vector<double>& values, int64_t images, int64_t width, int64_t first, int64_t count) {
  auto t = at::empty({images, count}, at::kFloat);
  auto* p = t.data_ptr<float>();
  for (int64_t n = 0; n < images; n++) {
    for (int64_t i = 0; i < count; i++) p[n * count + i] = static_cast<float>(values[n * width + first + i]);
  }
  return t;
}

variable_list composite_backward(const variable_list& saved, const Tensor& dy, int64_t groups, double epsilon, bool silu) {
  const auto &x = saved[0], &offset = saved[1], &gain = saved[2], &bias = saved[3], &map = saved[4];
  const auto over = [](const Tensor& t) { return t.unsqueeze(-1).unsqueeze(-1); };
  auto y = x.to(at::kFloat);
  if (offset.defined()) y = y + over(offset);
  y = at::group_norm(y, groups, {}, {}, epsilon);
  if (map.defined()) {
    const auto halves = map.to(at::kFloat).chunk(2, 1);
    y = y * (over(gain) + halves[0]) + (over(bias) + halves[1]);
  } else if (gain.defined()) {
    y = y * over(gain) + over(bias);
  }
  if (silu) y = at::silu(y);
  variable_list wanted, found(9);
  std::vector<size_t> places;
  for (size_t i = 0; i < 5; i++) {
    if (!saved[i].defined() || !saved[i].requires_grad()) continue;
    wanted.push_back(saved[i]);
    places.push_back(i);
  }
  const auto slopes = torch::autograd::grad({y}, wanted, {dy.to(at::kFloat)}, true, true, true);
  for (size_t i = 0; i < places.size(); i++) found[places[i]] = slopes[i];
  return found;
}

struct Norm : torch::autograd::Function<Norm> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Optional& maybe_offset, const Optional& maybe_gain, const Optional& maybe_bias,
                        const Optional& maybe_map, int64_t groups, double epsilon, bool silu, bool half) {
    const Tensor offset = tensor(maybe_offset), gain = tensor(maybe_gain), bias = tensor(maybe_bias), map = tensor(maybe_map);
    const Shape shape{x.size(0), x.size(1), x.size(2) * x.size(3), groups};
    const auto image = nhwc(x);
    const auto modulation = map.defined() ? nhwc(map) : Tensor();
    const auto s = statistics({image}, offset, shape, epsilon);
    const auto y = modulate({image}, Affine(s, gain, bias, map.defined()), gain, bias, modulation, shape, silu, half);
    const int64_t n = shape.images * shape.channels;
    auto kept = at::empty({3, n}, at::kFloat);
    auto* k = kept.data_ptr<float>();
    for (int64_t i = 0; i < n; i++) {
      k[i] = s.mean[i];
      k[n + i] = s.inverse[i];
      k[2 * n + i] = static_cast<float>(s.centre[i]);
    }
    ctx->save_for_backward({x, offset, gain, bias, map, kept});
    ctx->saved_data["groups"] = groups;
    ctx->saved_data["epsilon"] = epsilon;
    ctx->saved_data["silu"] = silu;
    return y;
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    const auto saved = ctx->get_saved_variables();
    const bool silu = ctx->saved_data["silu"].toBool();
    // A gradient that is to be differentiated again goes by ATen's operators.
    if (at::GradMode::is_enabled()) return composite_backward(saved, gradients[0], ctx->saved_data["groups"].toInt(), ctx->saved_data["epsilon"].toDouble(), silu);
    const Tensor x = nhwc(saved[0]), &gain = saved[2], &bias = saved[3], map = saved[4].defined() ? nhwc(saved[4]) : Tensor(), &kept = saved[5];
    const bool with_offset = saved[1].defined();
    const Shape shape{x.size(0), x.size(1), x.size(2) * x.size(3), ctx->saved_data["groups"].toInt()};
    const auto dy = nhwc(gradients[0]);
    const int64_t c = shape.channels, total = shape.images * c;
    const auto* k = kept.data_ptr<float>();
    Statistics s;
    s.mean.assign(k, k + total);
    s.inverse.assign(k + total, k + 2 * total);
    s.centre.assign(k + 2 * total, k + 3 * total);
    const Affine affine(s, gain, bias, map.defined());
    const auto& loops = kernels();
    const int64_t lanes = map.defined() ? 4 : 2;
    Tensor dmap;
    if (map.defined()) dmap = empty_nhwc(map.sizes(), map, false);
    // The first pass leaves there what the second needs of dy.
    auto dx = empty_nhwc(x.sizes(), x, is_half(x));
    const auto slopes = is_half(x) ? empty_nhwc(x.sizes(), x, false) : dx;
    const auto sums = chunk_sums(shape.images, shape.positions, lanes * c, [&](int64_t n, int64_t begin, int64_t end, float* out) {
      const int64_t at = n * c;
      if (map.defined()) {
        loops.map_backward_sums(input_of(x, n, 0, affine, gain, bias, map, c, silu), plane(dy, n), static_cast<float*>(image(dmap, n)), static_cast<float*>(image(slopes, n)),
                                begin, end, out, out + c, out + 2 * c, out + 3 * c);
      } else {
        loops.norm_backward_sums(plane(x, n), plane(dy, n), c, affine.scale.data() + at, affine.shift.data() + at, s.mean.data() + at,
                                 s.inverse.data() + at, silu, static_cast<float*>(image(slopes, n)), begin, end, out, out + c);
      }
    });
    // Means over each group of dx̂ and of dx̂ · x̂.
    std::vector<float> offset(static_cast<size_t>(total)), slope(static_cast<size_t>(total));
    auto doffset = with_offset ? at::empty({shape.images, c}, at::kFloat) : Tensor();
    const double positions = static_cast<double>(shape.positions);
    const float* gains = map.defined() ? nullptr : data(gain);
    float* offset_slopes = with_offset ? doffset.data_ptr<float>() : nullptr;
    for (int64_t n = 0; n < shape.images; n++) {
      const double* sum = sums.data() + n * lanes * c;
      const auto weight = [&](int64_t i) { return gains != nullptr ? static_cast<double>(gains[n * c + i]) : 1.0; };
      for (int64_t g = 0; g < shape.groups; g++) {
        const int64_t begin = g * shape.group_size(), end = begin + shape.group_size();
        double first = 0, second = 0;
        for (int64_t i = begin; i < end; i++) {
          first += weight(i) * sum[i];
          second += weight(i) * sum[c + i];
        }
        first /= positions * static_cast<double>(end - begin);
        second /= positions * static_cast<double>(end - begin);
        for (int64_t i = begin; i < end; i++) {
          const double inverse = s.inverse[n * c + i];
          offset[n * c + i] = static_cast<float>(map.defined() ? first : inverse * first);
          slope[n * c + i] = static_cast<float>(map.defined() ? second : inverse * second);
          if (with_offset) {
            offset_slopes[n * c + i] =
                static_cast<float>(inverse * (weight(i) * sum[i] - positions * (first + second * s.centre[n * c + i])));
          }
        }
      }
    }
    for_chunks(shape.images, shape.positions, [&](int64_t n, int64_t, int64_t begin, int64_t end) {
      const int64_t at = n * c;
      if (map.defined()) {
        loops.map_backward(input_of(x, n, 0, affine, gain, bias, map, c, silu), static_cast<const float*>(image(slopes, n)), offset.data() + at,
                           slope.data() + at, image(dx, n), is_half(dx), begin, end);
      } else {
        loops.norm_backward(plane(x, n), static_cast<const float*>(image(slopes, n)), c, affine.scale.data() + at, s.mean.data() + at, s.inverse.data() + at,
                            offset.data() + at, slope.data() + at, image(dx, n), is_half(dx), begin, end);
      }
    });
    Tensor dgain, dbias;
    if (map.defined()) {
      dgain = to_tensor(sums, shape.images, lanes * c, 2 * c, c);
      dbias = to_tensor(sums, shape.images, lanes * c, 3 * c, c);
      if (is_half(map)) dmap = dmap.to(at::kBFloat16);
    } else if (gain.defined()) {
      dgain = to_tensor(sums, shape.images, lanes * c, c, c);
      dbias = to_tensor(sums, shape.images, lanes * c, 0, c);
    }
    return {dx, doffset, dgain, dbias, dmap, Tensor(), Tensor(), Tensor(), Tensor()};
  }
};

Tensor norm(const Tensor& x, const Optional& second, const Optional& offset, int64_t groups, double epsilon, const Optional& gain, const Optional& bias,
            const Optional& map, bool silu, bool half) {
  const Tensor other = tensor(second);
  const Shape shape{x.size(0), x.size(1) + (other.defined() ? other.size(1) : 0), x.size(2) * x.size(3), groups};
  TORCH_CHECK(groups > 0 && shape.channels % groups == 0, shape.channels, " channels do not fall into ", groups, " groups");
  TORCH_CHECK(gain.has_value() == bias.has_value(), "scale and shift go together");
  TORCH_CHECK(!map.has_value() || gain.has_value(), "a map needs scale and shift");
  TORCH_CHECK(!other.defined() || (other.size(0) == x.size(0) && other.size(2) == x.size(2) && other.size(3) == x.size(3)), "two images of one size are wanted, not ",
              x.sizes(), " and ", other.sizes());
  const auto o = per_image(offset, shape), g = per_image(gain, shape), b = per_image(bias, shape);
  const Tensor m = tensor(map);
  TORCH_CHECK(!m.defined() || (m.size(0) == shape.images && m.size(1) == 2 * shape.channels && m.size(2) * m.size(3) == shape.positions),
              "a map [N, 2C, H, W] is wanted, not ", m.sizes());
  if (at::GradMode::is_enabled() && (needs_gradient(x) || needs_gradient(other) || needs_gradient(o) || needs_gradient(g) || needs_gradient(b) || needs_gradient(m))) {
    return Norm::apply(other.defined() ? at::cat({x, other}, 1) : x, optional(o), optional(g), optional(b), optional(m), groups, epsilon, silu, half);
  }
  std::vector<Tensor> parts{nhwc(x)};
  if (other.defined()) parts.push_back(nhwc(other));
  const auto s = statistics(parts, o, shape, epsilon);
  return modulate(parts, Affine(s, g, b, m.defined()), g, b, m.defined() ? nhwc(m) : m, shape, silu, half);
}

// [x, second] along the channels, in another type where asked for: what modulate does with factors of one.
Tensor join(const Tensor& x, const Tensor& second, bool half) {
  TORCH_CHECK(second.size(0) == x.size(0) && second.size(2) == x.size(2) && second.size(3) == x.size(3), "two images of one size are wanted, not ", x.sizes(), " and ",
              second.sizes());
  if (at::GradMode::is_enabled() && (needs_gradient(x) || needs_gradient(second))) {
    const auto both = at::cat({x, second}, 1);
    return half ? both.to(at::kBFloat16) : both;
  }
  const Shape shape{x.size(0), x.size(1) + second.size(1), x.size(2) * x.size(3), 1};
  Affine same;
  same.scale.assign(static_cast<size_t>(shape.images * shape.channels), 1.0f);
  same.shift.assign(same.scale.size(), 0.0f);
  return modulate({nhwc(x), nhwc(second)}, same, Tensor(), Tensor(), Tensor(), shape, false, half);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(echosynth, library) {
  library.def(
      "norm(Tensor x, Tensor? second, Tensor? offset, int groups, float epsilon, Tensor? scale, Tensor? shift, Tensor? map, bool silu, bool half) -> Tensor",
      norm);
  library.def("join(Tensor x, Tensor second, bool half) -> Tensor", join);
}

}  // namespace echosynth
