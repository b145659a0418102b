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
// std::optional, or c10::optional in an older libtorch.
using Optional = decltype(std::declval<const c10::IValue&>().toOptional<Tensor>());
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr double kG[6][3] = {{1.0 / 4, 0, 0}, {-1.0 / 6, -1.0 / 6, -1.0 / 6}, {-1.0 / 6, 1.0 / 6, -1.0 / 6}, {1.0 / 24, 1.0 / 12, 1.0 / 6}, {1.0 / 24, -1.0 / 12, 1.0 / 6}, {0, 0, 1}};

// G g Gᵀ of every filter: weights [out, in, 3, 3] → [36, in, out]; for the gradient by the input, filters turned by 180° and the roles of in and out exchanged.
Tensor weights(const Tensor& weight, bool backward) {
  TORCH_CHECK(weight.dim() == 4 && weight.size(2) == 3 && weight.size(3) == 3 && weight.scalar_type() == at::kFloat, "weights [out, in, 3, 3] of float32 are wanted, not ",
              weight.sizes());
  const int64_t out = weight.size(0), in = weight.size(1);
  const int64_t rows = backward ? out : in, columns = backward ? in : out;
  auto result = at::empty({36, rows, columns}, at::kFloat);
  const auto plain = weight.detach().contiguous();
  const float* w = plain.data_ptr<float>();
  float* u = result.data_ptr<float>();
  at::parallel_for(0, rows, 8, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; r++) {
      for (int64_t c = 0; c < columns; c++) {
        const float* g = w + ((backward ? r * in + c : c * in + r)) * 9;
        float half[6][3];
        const auto at = [&](int i, int j) { return backward ? g[(2 - i) * 3 + 2 - j] : g[i * 3 + j]; };
        for (int i = 0; i < 6; i++) {
          for (int j = 0; j < 3; j++)
            half[i][j] = static_cast<float>(kG[i][0]) * at(0, j) + static_cast<float>(kG[i][1]) * at(1, j) + static_cast<float>(kG[i][2]) * at(2, j);
        }
        for (int i = 0; i < 6; i++) {
          for (int j = 0; j < 6; j++) {
            u[((i * 6 + j) * rows + r) * columns + c] = static_cast<float>(kG[j][0]) * half[i][0] + static_cast<float>(kG[j][1]) * half[i][1] + static_cast<float>(kG[j][2]) * half[i][2];
          }
        }
      }
    }
  });
  return result;
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
  const int64_t size = (tiles + parts - 1) / parts;
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
