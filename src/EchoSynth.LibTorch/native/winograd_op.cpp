// Winograd's convolution as an operator, with a gradient by the input of the same kind.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "fused.h"

namespace echosynth {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Of transformed tiles at a time, where weights are read once for them: 16 MiB.
constexpr int64_t kBlockNumbers = 4 << 20;

// Pairs of channels whose transformed weights a core's second cache holds in the main.
constexpr int64_t kFewChannels = 48 * 1024;

// Pairs of channels up to which a gradient by the weights is added up in parts, and the transformed numbers of a part: 0.8 MB.
constexpr int64_t kFewPairs = 8 * 1024, kPartNumbers = 200000;

// G g Gᵀ of every filter: weights [out, in, 3, 3] → [36, in, out], which lies in memory as the loops want it (kernels.h); for the gradient by the input, filters turned by 180° and the roles of in and out exchanged.
Tensor weights(const Tensor& weight, bool backward) {
  TORCH_CHECK(weight.dim() == 4 && weight.size(2) == 3 && weight.size(3) == 3 && weight.scalar_type() == at::kFloat, "weights [out, in, 3, 3] of float32 are wanted, not ",
              weight.sizes());
  const int64_t out = weight.size(0), in = weight.size(1);
  TORCH_CHECK(out % 32 == 0 && in % 32 == 0, "channels must be multiples of 32, not ", out, " and ", in);
  const auto filters = weight.detach().contiguous(at::MemoryFormat::ChannelsLast);
  auto u = backward ? at::empty({36, out, in}, at::kFloat) : at::empty({36, in, out}, at::kFloat);
  const auto* from = filters.data_ptr<float>();
  auto* to = u.data_ptr<float>();
  at::parallel_for(0, out / 32, 1, [&](int64_t begin, int64_t end) { kernels().winograd_weights(from, to, in, out, backward, begin * 32, end * 32); });
  return u;
}

int64_t tiles_of(const Tensor& x) {
  return ((x.size(2) + 3) / 4) * ((x.size(3) + 3) / 4);
}

// Tiles [begin, end) of a batch, image after image: body(image, its first tile, end, how many tiles of the batch were before).
template <class F>
void for_images(int64_t per_image, int64_t begin, int64_t end, const F& body) {
  for (int64_t i = begin; i < end;) {
    const int64_t tile = i % per_image, last = std::min(per_image, tile + end - i);
    body(i / per_image, tile, last, i);
    i += last - tile;
  }
}

// Few channels: a part's tiles and the weights stay in a core's second cache, in equal parts for the threads. A tile's value does not depend on its neighbours in a part.
template <class F>
void run_parts(int64_t images, int64_t tiles, int64_t channels, const F& task) {
  const int64_t most = std::max<int64_t>(12, std::min<int64_t>(48, 120000 / (36 * channels) / 12 * 12));
  const int64_t threads = at::get_num_threads();
  int64_t parts = (tiles + most - 1) / most;
  parts = (parts + threads - 1) / threads * threads;
  const int64_t size = ((tiles + parts - 1) / parts + 3) / 4 * 4;
  parts = (tiles + size - 1) / size;
  at::parallel_for(0, images * parts, 1, [&](int64_t begin, int64_t end) {
    const std::unique_ptr<float[]> scratch(new float[static_cast<size_t>(36 * size * channels)]); // not cleared
    for (int64_t i = begin; i < end; i++) {
      const int64_t first = i % parts * size;
      kernels().winograd(task(i / parts), first, std::min(first + size, tiles), scratch.get());
    }
  });
}

// Many channels: the weights are read once for as many tiles of the batch as the last cache holds.
template <class F>
void run_strips(int64_t images, int64_t per_image, int64_t in, int64_t out, const float* u, const F& task) {
  const auto& k = kernels();
  const int64_t all = images * per_image, block = std::min(all, std::max<int64_t>(48, kBlockNumbers / (36 * (in + out))));
  const auto v_buffer = at::empty({36 * block * in}, at::kFloat), m_buffer = at::empty({36 * block * out}, at::kFloat);
  float *v = v_buffer.template data_ptr<float>(), *m = m_buffer.template data_ptr<float>();
  const int64_t strips = out / 32;
  for (int64_t start = 0; start < all; start += block) {
    const int64_t tiles = std::min(block, all - start);
    at::parallel_for(0, tiles, 4, [&](int64_t begin, int64_t end) {
      for_images(per_image, start + begin, start + end, [&](int64_t n, int64_t first, int64_t last, int64_t at) { k.winograd_gather(task(n), first, last, v, at - start, tiles); });
    });
    at::parallel_for(0, 36 * strips, 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i++) {
        const int64_t e = i / strips, first = i % strips * 32;
        k.winograd_strip(v + e * tiles * in, u + e * in * out, m + e * tiles * out, tiles, in, out, first, first + 32);
      }
    });
    at::parallel_for(0, tiles, 4, [&](int64_t begin, int64_t end) {
      for_images(per_image, start + begin, start + end, [&](int64_t n, int64_t first, int64_t last, int64_t at) { k.winograd_scatter(task(n), first, last, m, at - start, tiles); });
    });
  }
}

Tensor run(const Tensor& x, const Tensor& u, const Tensor& bias) {
  TORCH_CHECK(u.dim() == 3 && u.size(0) == 36 && u.size(1) == x.size(1) && u.is_contiguous(), "prepared weights do not fit ", x.sizes());
  TORCH_CHECK(x.size(1) % 32 == 0 && u.size(2) % 32 == 0, "channels must be multiples of 32, not ", x.size(1), " and ", u.size(2));
  const auto image_in = nhwc(x);
  const int64_t n = x.size(0), h = x.size(2), w = x.size(3), in = x.size(1), out = u.size(2);
  auto y = empty_nhwc({n, out, h, w}, x, is_half(x));
  const Tensor b = bias.defined() ? bias.contiguous() : bias;
  const float *weights = u.data_ptr<float>(), *biases = b.defined() ? b.data_ptr<float>() : nullptr;
  const auto task = [&](int64_t i) { return WinogradTask{plane(image_in, i).data, is_half(x), h, w, in, out, weights, biases, image(y, i)}; };
  if (in * out <= kFewChannels) {
    run_parts(n, tiles_of(x), in + out, task);
  } else {
    run_strips(n, tiles_of(x), in, out, weights, task);
  }
  return y;
}

Tensor winograd(const Tensor& x, const Tensor& u, const Optional& bias) {
  return run(x, u, bias.has_value() ? *bias : Tensor());
}

// The gradient by the weights: Gᵀ [Σ over all tiles of (A dy Aᵀ)ᵀ (Bᵀ x B)] G. No sum depends on the number of threads.
struct WeightGradient {
  const Tensor x, dy; // nhwc
  const int64_t images, height, width, inputs, outputs, per_image = (height + 3) / 4 * ((width + 3) / 4), tiles = images * per_image, sums = 36 * outputs * inputs;

  // Both images' transformed tiles [first, last) of the batch, from row `at` of v and m on, which have `rows` of them.
  void transform(int64_t first, int64_t last, float* v, float* m, int64_t at, int64_t rows) const {
    for_images(per_image, first, last, [&](int64_t n, int64_t begin, int64_t end, int64_t before) {
      kernels().winograd_tiles({plane(x, n), plane(dy, n), height, width, inputs, outputs}, begin, end, v, m, at + before - first, rows);
    });
  }

  // Few channels: a part's tiles stay in a core's second cache, from where they are added up. Every group of parts has sums of its own, which are added in their order.
  Tensor by_parts() const {
    const int64_t part = kPartNumbers / (36 * (inputs + outputs)), parts = (tiles + part - 1) / part;
    const int64_t wanted = std::clamp<int64_t>(tiles / 256, 4, 16), size = (parts + wanted - 1) / wanted * part, groups = (tiles + size - 1) / size;
    const auto buffer = at::empty({groups * sums}, at::kFloat);
    auto* u = buffer.data_ptr<float>();
    at::parallel_for(0, groups, 1, [&](int64_t begin, int64_t end) {
      const std::unique_ptr<float[]> scratch(new float[static_cast<size_t>(36 * part * (inputs + outputs))]); // not cleared
      auto *v = scratch.get(), *m = v + 36 * part * inputs;
      for (int64_t group = begin; group < end; group++) {
        const int64_t first = group * size, last = std::min(tiles, first + size);
        for (int64_t start = first; start < last; start += part) {
          const int64_t rows = std::min(part, last - start);
          transform(start, start + rows, v, m, 0, rows);
          for (int64_t e = 0; e < 36; e++) {
            kernels().winograd_product(m + e * rows * outputs, v + e * rows * inputs, u + group * sums + e * outputs * inputs, rows, inputs, outputs, 0, outputs, start > first);
          }
        }
      }
    });
    at::parallel_for(0, sums, 16384, [&](int64_t begin, int64_t end) {
      for (int64_t group = 1; group < groups; group++) {
        for (int64_t i = begin; i < end; i++) u[i] += u[group * sums + i];
      }
    });
    return buffer;
  }

  // Many channels: as many tiles at a time as stay in the last cache.
  Tensor by_strips() const {
    const int64_t block = std::min(tiles, std::max<int64_t>(64, kBlockNumbers / (36 * (inputs + outputs)))), strips = outputs / 32;
    const auto v_buffer = at::empty({36 * block * inputs}, at::kFloat), m_buffer = at::empty({36 * block * outputs}, at::kFloat), buffer = at::empty({sums}, at::kFloat);
    float *v = v_buffer.data_ptr<float>(), *m = m_buffer.data_ptr<float>(), *u = buffer.data_ptr<float>();
    for (int64_t start = 0; start < tiles; start += block) {
      const int64_t rows = std::min(block, tiles - start);
      at::parallel_for(0, rows, 4, [&](int64_t begin, int64_t end) { transform(start + begin, start + end, v, m, begin, rows); });
      at::parallel_for(0, 36 * strips, 1, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; i++) {
          const int64_t e = i / strips, first = i % strips * 32;
          kernels().winograd_product(m + e * rows * outputs, v + e * rows * inputs, u + e * outputs * inputs, rows, inputs, outputs, first, first + 32, start > 0);
        }
      });
    }
    return buffer;
  }
};

Tensor weight_gradient(const Tensor& x, const Tensor& dy) {
  const int64_t in = x.size(1), out = dy.size(1);
  const WeightGradient gradient{nhwc(x), nhwc(dy), x.size(0), x.size(2), x.size(3), in, out};
  const auto sums = in * out <= kFewPairs ? gradient.by_parts() : gradient.by_strips();
  auto dw = at::empty({out, in, 3, 3}, x.options().dtype(at::kFloat).requires_grad(false), at::MemoryFormat::ChannelsLast);
  const auto* u = sums.data_ptr<float>();
  auto* filters = dw.data_ptr<float>();
  at::parallel_for(0, out, 8, [&](int64_t begin, int64_t end) { kernels().winograd_filters(u, filters, in, out, begin, end); });
  return dw;
}

// dy, by weights and bias, and by x where asked for, by ATen.
std::tuple<Tensor, Tensor, Tensor> direct_backward(const Tensor& dy, const Tensor& x, const Tensor& weight, bool by_x, bool by_weight) {
  const auto type = dy.scalar_type();
  const std::vector<int64_t> bias{weight.size(0)}, one{1, 1}, none{0, 0};
  return at::convolution_backward(dy, x.to(type), weight.to(type), bias, one, one, one, false, none, 1, {by_x, by_weight, by_weight});
}

// By Winograd where an image has enough tiles for the loops and for its weights' transformation; by the image alone, so that it is the same in any batch.
Tensor forward(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  if (tiles_of(x) >= 12) return run(x, weights(weight, false), bias.defined() ? bias.to(at::kFloat) : bias);
  const auto type = x.scalar_type();
  return at::conv2d(x, weight.to(type), bias.defined() ? bias.to(type) : bias, 1, 1);
}

struct Convolution : torch::autograd::Function<Convolution> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& weight, const Optional& bias) {
    ctx->save_for_backward({x, weight});
    ctx->saved_data["bias"] = bias.has_value();
    return echosynth::forward(x, weight, bias.has_value() ? *bias : Tensor());
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    const auto saved = ctx->get_saved_variables();
    const auto &x = saved[0], &weight = saved[1];
    const bool by_weight = ctx->needs_input_grad(1);
    const auto& dy = gradients[0];
    Tensor dx, dw, db;
    if (at::GradMode::is_enabled()) {
      // A gradient that is to be differentiated again goes by ATen's operators.
      std::tie(dx, dw, db) = direct_backward(dy, x, weight, ctx->needs_input_grad(0), by_weight);
    } else {
      if (by_weight) {
        dw = weight_gradient(x, dy);
        if (ctx->saved_data["bias"].toBool()) db = dy.sum(at::IntArrayRef{0, 2, 3}, false, at::kFloat);
      }
      if (ctx->needs_input_grad(0)) dx = tiles_of(x) >= 12 ? run(dy, weights(weight, true), Tensor()) : std::get<0>(direct_backward(dy, x, weight, true, false));
    }
    if (dx.defined()) dx = dx.to(x.scalar_type());
    if (dw.defined()) dw = dw.to(weight.scalar_type());
    if (db.defined()) db = ctx->saved_data["bias"].toBool() ? db.to(weight.scalar_type()) : Tensor();
    return {dx, dw, db};
  }
};

Tensor convolution(const Tensor& x, const Tensor& weight, const Optional& bias) {
  if (at::GradMode::is_enabled() && (x.requires_grad() || weight.requires_grad())) return Convolution::apply(x, weight, bias);
  return forward(x, weight, bias.has_value() ? *bias : Tensor());
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(echosynth, library) {
  library.def("winograd_weights(Tensor weight, bool backward) -> Tensor", weights);
  library.def("convolution(Tensor x, Tensor weight, Tensor? bias) -> Tensor", convolution);
  library.def("winograd(Tensor x, Tensor u, Tensor? bias) -> Tensor", winograd);
}

}  // namespace echosynth
