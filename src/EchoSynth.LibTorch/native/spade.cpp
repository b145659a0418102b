// Group normalisation modulated by mask features (SPADE, arXiv 1903.07291) and a style vector, forward and backward. The modulation [N, 2C, H, W] and its gradient, which
// are twice as large as the image, are made for a few positions at a time and never written.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "norm.h"

namespace echosynth {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

enum Input : size_t { kX, kSecond, kFeatures, kWeight, kBias, kStyle, kStyleWeight, kStyleBias, kInputs };

struct Task {
  std::vector<Tensor> parts;  // x and, where given, second: [N, C₁, H, W], [N, C₂, H, W]
  Tensor features;            // [N, F, H, W]
  Tensor weight, transposed;  // [2C, F], [F, 2C]
  Tensor modulation;          // [N, 2C]: what the style vector gives for each channel, with the biases and the one of 1 + γ
  Shape shape;
  int64_t width;              // F
  bool silu;

  Task(const variable_list& in, int64_t groups, bool activated)
      : parts{nhwc(in[kX])}, features(nhwc(in[kFeatures])), shape{in[kX].size(0), in[kX].size(1), in[kX].size(2) * in[kX].size(3), groups}, width(in[kFeatures].size(1)),
        silu(activated) {
    if (in[kSecond].defined()) {
      parts.push_back(nhwc(in[kSecond]));
      shape.channels += in[kSecond].size(1);
    }
    weight = in[kWeight].detach().reshape({2 * shape.channels, width}).contiguous();
    transposed = weight.t().contiguous();
  }

  int64_t both() const { return 2 * shape.channels; }

  // Positions whose modulations stay in a core's first caches.
  int64_t block() const { return std::min<int64_t>(96, std::max<int64_t>(12, 8192 / both() / 12 * 12)); }
};

Tensor modulation_of(const variable_list& in, int64_t channels) {
  auto m = at::addmm(in[kStyleBias].detach() + in[kBias].detach(), in[kStyle].detach().to(at::kFloat), in[kStyleWeight].detach().t()).contiguous();
  auto* p = m.data_ptr<float>();
  for (int64_t n = 0; n < m.size(0); n++) {
    for (int64_t i = 0; i < channels; i++) p[n * 2 * channels + i] += 1;
  }
  return m;
}

// One thread's place for a few positions, not cleared.
struct Scratch {
  std::unique_ptr<float[]> numbers;
  float *features, *map, *slopes, *sums;

  explicit Scratch(const Task& task) {
    const int64_t block = task.block(), width = block * task.width, both = block * task.both();
    numbers.reset(new float[static_cast<size_t>(width + 2 * both + 2 * task.both())]);
    features = numbers.get();
    map = features + width;
    slopes = map + both;
    sums = slopes + both;
  }
};

Plane moved(Plane p, int64_t positions) {
  p.data = static_cast<const char*>(p.data) + positions * p.stride * (p.half ? 2 : 4);
  return p;
}

// The features of the positions [begin, end) of image n, [positions, F].
const float* features_of(const Task& task, int64_t n, int64_t begin, int64_t end, Scratch& scratch) {
  const auto p = moved(plane(task.features, n), begin);
  if (!p.half) return static_cast<const float*>(p.data);
  const auto* from = static_cast<const at::BFloat16*>(p.data);
  for (int64_t i = 0; i < (end - begin) * task.width; i++) scratch.features[i] = static_cast<float>(from[i]);
  return scratch.features;
}

// body(features, begin, end) for a few of the positions at a time, whose modulations are then in scratch.map.
template <class F>
void for_blocks(const Task& task, int64_t n, int64_t begin, int64_t end, Scratch& scratch, const F& body) {
  const int64_t size = task.block();
  for (int64_t i = begin; i < end; i += size) {
    const int64_t last = std::min(i + size, end);
    const float* features = features_of(task, n, i, last, scratch);
    kernels().rows_product(features, task.transposed.data_ptr<float>(), scratch.map, last - i, task.width, task.both());
    body(features, i, last);
  }
}

struct Scaling {
  std::vector<float> scale, shift;

  Scaling(const std::vector<float>& mean, const std::vector<float>& inverse) : scale(inverse), shift(inverse.size()) {
    for (size_t i = 0; i < scale.size(); i++) shift[i] = -mean[i] * scale[i];
  }
};

// The channels from `first` on of image n, which are a part's, from position `begin` on, with their modulations.
NormInput input_of(const Task& task, const Tensor& part, int64_t n, int64_t first, const Scaling& scaling, int64_t begin, const float* map) {
  const int64_t c = task.shape.channels, at = n * c + first;
  const float* m = task.modulation.data_ptr<float>() + n * 2 * c + first;
  return {moved(plane(part, n), begin), part.size(1), scaling.scale.data() + at, scaling.shift.data() + at, m, m + c, {map != nullptr ? map + first : nullptr, false, 2 * c}, c, task.silu};
}

Tensor run(const Task& task, const Statistics& s, bool half) {
  const auto& k = kernels();
  const auto& x = task.parts[0];
  const int64_t c = task.shape.channels;
  const Scaling scaling(s.mean, s.inverse);
  auto y = empty_nhwc({task.shape.images, c, x.size(2), x.size(3)}, x, half);
  for_chunks(task.shape.images, task.shape.positions, [&](int64_t n, int64_t, int64_t begin, int64_t end) {
    Scratch scratch(task);
    for_blocks(task, n, begin, end, scratch, [&](const float*, int64_t from, int64_t to) {
      int64_t first = 0;
      for (const auto& part : task.parts) {
        auto* out = static_cast<char*>(image(y, n)) + (from * c + first) * static_cast<int64_t>(y.element_size());
        k.norm(input_of(task, part, n, first, scaling, from, scratch.map), out, half, c, 0, to - from);
        first += part.size(1);
      }
    });
  });
  return y;
}

// The first pass: per image and channel the sums of map_backward_sums; writes dt of each part, dfeatures, and to dweight [2C, F] its sum over all positions.
std::vector<double> sums_of(const Task& task, const Scaling& scaling, const Tensor& dy, const std::vector<Tensor>& dt, const Tensor& dfeatures, const Tensor& dweight) {
  const auto& k = kernels();
  const int64_t c = task.shape.channels, both = task.both(), width = task.width, lanes = 4 * c, weights = both * width;
  const int64_t chunks = (task.shape.positions + kChunk - 1) / kChunk;
  std::vector<float> parts(static_cast<size_t>(task.shape.images * chunks * weights));
  auto sums = chunk_sums(task.shape.images, task.shape.positions, lanes, [&](int64_t n, int64_t begin, int64_t end, float* out) {
    Scratch scratch(task);
    auto* slopes = scratch.slopes;
    auto* block_sums = scratch.sums;
    auto* part_weights = parts.data() + (n * chunks + begin / kChunk) * weights;
    for_blocks(task, n, begin, end, scratch, [&](const float* features, int64_t from, int64_t to) {
      int64_t first = 0;
      for (size_t i = 0; i < task.parts.size(); i++) {
        const auto& part = task.parts[i];
        auto d = moved(plane(dy, n), from);
        d.data = static_cast<const char*>(d.data) + first * static_cast<int64_t>(dy.element_size());
        k.map_backward_sums(input_of(task, part, n, first, scaling, from, scratch.map), d, slopes + first, static_cast<float*>(image(dt[i], n)) + from * part.size(1), 0,
                            to - from, block_sums + first, block_sums + c + first, block_sums + 2 * c + first, block_sums + 3 * c + first);
        first += part.size(1);
      }
      for (int64_t i = 0; i < lanes; i++) out[i] += block_sums[i];
      k.outer_product(slopes, features, part_weights, to - from, width, both);
      if (dfeatures.defined()) {
        k.rows_product(slopes, task.weight.data_ptr<float>(), static_cast<float*>(image(dfeatures, n)) + from * width, to - from, both, width);
      }
    });
  });
  auto* total = dweight.data_ptr<float>();
  at::parallel_for(0, weights, 1024, [&](int64_t begin, int64_t end) {
    std::vector<double> sum(static_cast<size_t>(end - begin));
    for (int64_t p = 0; p < task.shape.images * chunks; p++) {
      for (int64_t i = begin; i < end; i++) sum[i - begin] += parts[p * weights + i];
    }
    for (int64_t i = begin; i < end; i++) total[i] = static_cast<float>(sum[i - begin]);
  });
  return sums;
}

// A gradient that is to be differentiated again goes by ATen's operators.
variable_list composite_backward(const variable_list& in, const Tensor& dy, int64_t groups, double epsilon, bool silu) {
  auto y = in[kX].to(at::kFloat);
  if (in[kSecond].defined()) y = at::cat({y, in[kSecond].to(at::kFloat)}, 1);
  const auto style = at::linear(in[kStyle].to(at::kFloat), in[kStyleWeight], in[kStyleBias]).unsqueeze(-1).unsqueeze(-1);
  const auto halves = (at::conv2d(in[kFeatures].to(at::kFloat), in[kWeight], in[kBias]) + style).chunk(2, 1);
  y = at::group_norm(y, groups, {}, {}, epsilon) * (halves[0] + 1) + halves[1];
  if (silu) y = at::silu(y);
  variable_list wanted, found(kInputs + 4);
  std::vector<size_t> places;
  for (size_t i = 0; i < kInputs; i++) {
    if (!needs_gradient(in[i])) continue;
    wanted.push_back(in[i]);
    places.push_back(i);
  }
  const auto slopes = torch::autograd::grad({y}, wanted, {dy.to(at::kFloat)}, true, true, true);
  for (size_t i = 0; i < places.size(); i++) found[places[i]] = slopes[i];
  return found;
}

struct Spade : torch::autograd::Function<Spade> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Optional& second, const Tensor& features, const Tensor& weight, const Tensor& bias, const Tensor& style,
                        const Tensor& style_weight, const Tensor& style_bias, int64_t groups, double epsilon, bool silu, bool half) {
    const variable_list in{x, tensor(second), features, weight, bias, style, style_weight, style_bias};
    Task task(in, groups, silu);
    task.modulation = modulation_of(in, task.shape.channels);
    const auto s = statistics(task.parts, Tensor(), task.shape, epsilon);
    const int64_t n = task.shape.images * task.shape.channels;
    auto kept = at::empty({2, n}, at::kFloat);
    std::memcpy(kept.data_ptr<float>(), s.mean.data(), static_cast<size_t>(n) * sizeof(float));
    std::memcpy(kept.data_ptr<float>() + n, s.inverse.data(), static_cast<size_t>(n) * sizeof(float));
    auto saved = in;
    saved.push_back(task.modulation);
    saved.push_back(kept);
    ctx->save_for_backward(saved);
    ctx->saved_data["groups"] = groups;
    ctx->saved_data["epsilon"] = epsilon;
    ctx->saved_data["silu"] = silu;
    return run(task, s, half);
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    const auto saved = ctx->get_saved_variables();
    const int64_t groups = ctx->saved_data["groups"].toInt();
    const bool silu = ctx->saved_data["silu"].toBool();
    if (at::GradMode::is_enabled()) return composite_backward(saved, gradients[0], groups, ctx->saved_data["epsilon"].toDouble(), silu);
    Task task(saved, groups, silu);
    task.modulation = saved[kInputs];
    const auto& shape = task.shape;
    const int64_t c = shape.channels, n = shape.images * c;
    const auto* k = saved[kInputs + 1].data_ptr<float>();
    const Scaling scaling({k, k + n}, {k + n, k + 2 * n});
    const auto dy = nhwc(gradients[0]);
    auto dfeatures = saved[kFeatures].requires_grad() ? empty_nhwc(task.features.sizes(), task.features, false) : Tensor();
    const auto dweight = at::empty({2 * c, task.width}, at::kFloat);
    variable_list found(kInputs + 4);
    std::vector<Tensor> dt;  // what the second pass needs of dy, in dx's own place where that is float32
    for (size_t i = 0; i < task.parts.size(); i++) {
      const auto& x = task.parts[i];
      found[i] = empty_nhwc(x.sizes(), x, is_half(x));
      dt.push_back(is_half(x) ? empty_nhwc(x.sizes(), x, false) : found[i]);
    }
    const auto sums = sums_of(task, scaling, dy, dt, dfeatures, dweight);

    // Means over each group of dx̂ and of dx̂ · x̂.
    std::vector<float> offset(static_cast<size_t>(n)), slope(static_cast<size_t>(n));
    auto dmodulation = at::empty({shape.images, 2 * c}, at::kFloat);
    auto* dm = dmodulation.data_ptr<float>();
    const double count = static_cast<double>(shape.positions * shape.group_size());
    for (int64_t i = 0; i < shape.images; i++) {
      const double* sum = sums.data() + i * 4 * c;
      for (int64_t g = 0; g < c; g += shape.group_size()) {
        double first = 0, second = 0;
        for (int64_t j = g; j < g + shape.group_size(); j++) {
          first += sum[j];
          second += sum[c + j];
        }
        for (int64_t j = g; j < g + shape.group_size(); j++) {
          offset[i * c + j] = static_cast<float>(first / count);
          slope[i * c + j] = static_cast<float>(second / count);
        }
      }
      for (int64_t j = 0; j < 2 * c; j++) dm[i * 2 * c + j] = static_cast<float>(sum[2 * c + j]);
    }

    for_chunks(shape.images, shape.positions, [&](int64_t image_index, int64_t, int64_t begin, int64_t end) {
      int64_t at = image_index * c;
      for (size_t i = 0; i < task.parts.size(); i++) {
        const auto& x = task.parts[i];
        kernels().map_backward(input_of(task, x, image_index, at - image_index * c, scaling, 0, nullptr), static_cast<const float*>(image(dt[i], image_index)),
                               offset.data() + at, slope.data() + at, image(found[i], image_index), is_half(x), begin, end);
        at += x.size(1);
      }
    });
    if (dfeatures.defined() && is_half(task.features)) dfeatures = dfeatures.to(at::kBFloat16);
    found[kFeatures] = dfeatures;
    found[kWeight] = dweight.view_as(saved[kWeight]);
    found[kStyleBias] = dmodulation.sum(0);
    found[kBias] = found[kStyleBias].clone();
    found[kStyleWeight] = at::mm(dmodulation.t(), saved[kStyle].to(at::kFloat));
    found[kStyle] = at::mm(dmodulation, saved[kStyleWeight]).to(saved[kStyle].scalar_type());
    return found;
  }
};

Tensor spade(const Tensor& x, const Optional& second, const Tensor& features, const Tensor& weight, const Tensor& bias, const Tensor& style, const Tensor& style_weight,
             const Tensor& style_bias, int64_t groups, double epsilon, bool silu, bool half) {
  const auto other = tensor(second);
  const int64_t channels = x.size(1) + (other.defined() ? other.size(1) : 0), width = features.size(1);
  TORCH_CHECK(groups > 0 && channels % groups == 0, channels, " channels do not fall into ", groups, " groups");
  TORCH_CHECK(channels % 16 == 0 && width % 16 == 0, "channels and features must be multiples of 16, not ", channels, " and ", width);
  TORCH_CHECK(!other.defined() || (other.size(0) == x.size(0) && other.size(2) == x.size(2) && other.size(3) == x.size(3)), "two images of one size are wanted, not ",
              x.sizes(), " and ", other.sizes());
  TORCH_CHECK(features.size(0) == x.size(0) && features.size(2) == x.size(2) && features.size(3) == x.size(3), "features of the image's size are wanted, not ",
              features.sizes(), " for ", x.sizes());
  TORCH_CHECK(weight.sizes() == at::IntArrayRef({2 * channels, width, 1, 1}) && weight.scalar_type() == at::kFloat, "float32 weights [2C, F, 1, 1] are wanted, not ",
              weight.sizes());
  TORCH_CHECK(style.dim() == 2 && style.size(0) == x.size(0) && style_weight.scalar_type() == at::kFloat &&
                  style_weight.sizes() == at::IntArrayRef({2 * channels, style.size(1)}) && style_bias.numel() == 2 * channels && bias.numel() == 2 * channels,
              "a style [N, S] with float32 weights [2C, S] is wanted, not ", style.sizes(), " with ", style_weight.sizes());
  const variable_list in{x, other, features, weight, bias, style, style_weight, style_bias};
  if (at::GradMode::is_enabled() && std::any_of(in.begin(), in.end(), needs_gradient)) {
    return Spade::apply(x, optional(other), features, weight, bias, style, style_weight, style_bias, groups, epsilon, silu, half);
  }
  Task task(in, groups, silu);
  task.modulation = modulation_of(in, channels);
  return run(task, statistics(task.parts, Tensor(), task.shape, epsilon), half);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(echosynth, library) {
  library.def(
      "spade(Tensor x, Tensor? second, Tensor features, Tensor weight, Tensor bias, Tensor style, Tensor style_weight, Tensor style_bias, int groups, float epsilon, bool silu, "
      "bool half) -> Tensor",
      spade);
}

}  // namespace echosynth
