// Winograd's convolution as an operator, with a gradient by the input of the same kind.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <algorithm>
#include <vector>

#include "fused.h"

namespace echosynth {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// G g Gᵀ of every filter: weights [out, in, 3, 3] → [36, in, out]; for the gradient by the input, filters turned by 180° and the roles of in and out exchanged.
Tensor weights(const Tensor& weight, bool backward) {
  TORCH_CHECK(weight.dim() == 4 && weight.size(2) == 3 && weight.size(3) == 3 && weight.scalar_type() == at::kFloat, "weights [out, in, 3, 3] of float32 are wanted, not ",
              weight.sizes());
  const auto w = weight.detach();
  const auto filters = (backward ? w.flip({2, 3}).permute({2, 3, 0, 1}) : w.permute({2, 3, 1, 0})).contiguous();
  const int64_t count = weight.size(0) * weight.size(1);
  TORCH_CHECK(weight.size(0) % 32 == 0 && weight.size(1) % 32 == 0, "channels must be multiples of 32, not ", weight.size(0), " and ", weight.size(1));
  auto u = at::empty({36, filters.size(2), filters.size(3)}, at::kFloat);
  const auto* from = filters.data_ptr<float>();
  auto* to = u.data_ptr<float>();
  at::parallel_for(0, count / 32, 32, [&](int64_t begin, int64_t end) { kernels().winograd_weights(from, to, count, begin * 32, end * 32); });
  return u;
}

Tensor run(const Tensor& x, const Tensor& u, const Tensor& bias) {
  TORCH_CHECK(u.dim() == 3 && u.size(0) == 36 && u.size(1) == x.size(1) && u.is_contiguous(), "prepared weights do not fit ", x.sizes());
  TORCH_CHECK(x.size(1) % 32 == 0 && u.size(2) % 32 == 0, "channels must be multiples of 32, not ", x.size(1), " and ", u.size(2));
  const auto image_in = nhwc(x);
  const int64_t n = x.size(0), h = x.size(2), w = x.size(3), in = x.size(1), out = u.size(2);
  auto y = empty_nhwc({n, out, h, w}, x, is_half(x));
  const Tensor b = bias.defined() ? bias.contiguous() : bias;
  const int64_t tiles = ((h + 3) / 4) * ((w + 3) / 4);
  // As many tiles at a time as stay in a core's second cache, in equal parts for the threads. A tile's value does not depend on its neighbours in a part.
  const int64_t most = std::max<int64_t>(12, std::min<int64_t>(48, 120000 / (36 * (in + out)) / 12 * 12));
  const int64_t threads = at::get_num_threads();
  int64_t parts = (tiles + most - 1) / most;
  parts = (parts + threads - 1) / threads * threads;
  const int64_t size = ((tiles + parts - 1) / parts + 3) / 4 * 4;
  parts = (tiles + size - 1) / size;
  at::parallel_for(0, n * parts, 1, [&](int64_t begin, int64_t end) {
    std::vector<float> scratch(static_cast<size_t>(36 * size * (in + out)));
    for (int64_t i = begin; i < end; i++) {
      const int64_t of = i / parts, first = i % parts * size;
      const WinogradTask task{plane(image_in, of).data, is_half(x), h, w, in, out, u.data_ptr<float>(), b.defined() ? b.data_ptr<float>() : nullptr,
                              image(y, of)};
      kernels().winograd(task, first, std::min(first + size, tiles), scratch.data());
    }
  });
  return y;
}

Tensor winograd(const Tensor& x, const Tensor& u, const Optional& bias) {
  return run(x, u, bias.has_value() ? *bias : Tensor());
}

// dy, by weights and bias, and by x where asked for, by ATen.
std::tuple<Tensor, Tensor, Tensor> direct_backward(const Tensor& dy, const Tensor& x, const Tensor& weight, bool by_x, bool by_weight) {
  const auto type = dy.scalar_type();
  const std::vector<int64_t> bias{weight.size(0)}, one{1, 1}, none{0, 0};
  return at::convolution_backward(dy, x.to(type), weight.to(type), bias, one, one, one, false, none, 1, {by_x, by_weight, by_weight});
}

struct Convolution : torch::autograd::Function<Convolution> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& weight, const Optional& bias) {
    ctx->save_for_backward({x, weight});
    ctx->saved_data["bias"] = bias.has_value();
    return run(x, weights(weight, false), bias.has_value() ? bias->to(at::kFloat) : Tensor());
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
      if (by_weight) std::tie(std::ignore, dw, db) = direct_backward(dy, x, weight, false, true);
      if (ctx->needs_input_grad(0)) dx = run(dy, weights(weight, true), Tensor());
    }
    if (dx.defined()) dx = dx.to(x.scalar_type());
    if (dw.defined()) dw = dw.to(weight.scalar_type());
    if (db.defined()) db = ctx->saved_data["bias"].toBool() ? db.to(weight.scalar_type()) : Tensor();
    return {dx, dw, db};
  }
};

Tensor convolution(const Tensor& x, const Tensor& weight, const Optional& bias) {
  if (at::GradMode::is_enabled() && (x.requires_grad() || weight.requires_grad())) return Convolution::apply(x, weight, bias);
  return run(x, weights(weight, false), bias.has_value() ? *bias : Tensor());
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(echosynth, library) {
  library.def("winograd_weights(Tensor weight, bool backward) -> Tensor", weights);
  library.def("convolution(Tensor x, Tensor weight, Tensor? bias) -> Tensor", convolution);
  library.def("winograd(Tensor x, Tensor u, Tensor? bias) -> Tensor", winograd);
}

}  // namespace echosynth
