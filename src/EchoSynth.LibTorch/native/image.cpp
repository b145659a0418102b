// Sums of two branches, FIR resampling and Adam in as few passes as there are images to read and write.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <cmath>

#include "fused.h"

namespace echosynth {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

Tensor add_scaled(const Tensor& x, const Tensor& h, double factor, bool half);
Tensor fir(const Tensor& x, int64_t kind, double gain, bool half);

struct AddScaled : torch::autograd::Function<AddScaled> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& h, double factor, bool half) {
    ctx->saved_data["factor"] = factor;
    ctx->saved_data["types"] = static_cast<int64_t>(is_half(x)) * 2 + static_cast<int64_t>(is_half(h));
    return add_scaled(x, h, factor, half);
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    const auto types = ctx->saved_data["types"].toInt();
    const auto g = gradients[0] * ctx->saved_data["factor"].toDouble();
    const auto typed = [&](bool half) { return g.to(half ? at::kBFloat16 : at::kFloat); };
    return {typed((types & 2) != 0), typed((types & 1) != 0), Tensor(), Tensor()};
  }
};

Tensor add_scaled(const Tensor& x, const Tensor& h, double factor, bool half) {
  TORCH_CHECK(x.sizes() == h.sizes(), "two images of one size are wanted, not ", x.sizes(), " and ", h.sizes());
  if (at::GradMode::is_enabled() && (x.requires_grad() || h.requires_grad())) return AddScaled::apply(x, h, factor, half);
  const auto a = nhwc(x), b = nhwc(h);
  auto y = empty_nhwc(x.sizes(), x, half);
  for_chunks(x.size(0), x.size(2) * x.size(3), [&](int64_t n, int64_t, int64_t begin, int64_t end) {
    kernels().add_scaled(plane(a, n), plane(b, n), static_cast<float>(factor), x.size(1), image(y, n), half, begin, end);
  });
  return y;
}

enum Fir : int64_t {
  kUp = 0,
  kDown = 1,
  kSame1 = 2,  // padding 1: a pixel less
  kSame2 = 3,  // padding 2: a pixel more
};

struct FirFunction : torch::autograd::Function<FirFunction> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, int64_t kind, double gain, bool half) {
    ctx->saved_data["kind"] = kind;
    ctx->saved_data["gain"] = gain;
    ctx->saved_data["half"] = is_half(x);
    return fir(x, kind, gain, half);
  }

  // The filter is symmetric, so each is the other's transpose: up has weights of 1/16, down of 1/64.
  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    const auto kind = ctx->saved_data["kind"].toInt();
    const double gain = ctx->saved_data["gain"].toDouble();
    const bool half = ctx->saved_data["half"].toBool();
    switch (kind) {
      case kUp: return {fir(gradients[0], kDown, gain * 4, half), Tensor(), Tensor(), Tensor()};
      case kDown: return {fir(gradients[0], kUp, gain / 4, half), Tensor(), Tensor(), Tensor()};
      case kSame1: return {fir(gradients[0], kSame2, gain, half), Tensor(), Tensor(), Tensor()};
      default: return {fir(gradients[0], kSame1, gain, half), Tensor(), Tensor(), Tensor()};
    }
  }
};

Tensor fir(const Tensor& x, int64_t kind, double gain, bool half) {
  if (at::GradMode::is_enabled() && x.requires_grad()) return FirFunction::apply(x, kind, gain, half);
  const int64_t h = x.size(2), w = x.size(3), c = x.size(1), pad = kind == kSame1 ? 1 : 2;
  TORCH_CHECK(kind != kDown || (h % 2 == 0 && w % 2 == 0), "an image of even sides is wanted, not ", h, " by ", w);
  const auto scaled = [&](int64_t side) { return kind == kUp ? side * 2 : kind == kDown ? side / 2 : side + 2 * pad - 3; };
  const auto in = nhwc(x);
  auto y = empty_nhwc({x.size(0), c, scaled(h), scaled(w)}, x, half);
  const int64_t rows = y.size(2);
  const auto& k = kernels();
  at::parallel_for(0, x.size(0) * rows, 1, [&](int64_t begin, int64_t end) {
    std::vector<float> row(static_cast<size_t>((w + 4) * c));
    for (int64_t i = begin; i < end;) {
      const int64_t n = i / rows, first = i % rows, last = std::min(rows, first + end - i);
      const auto p = plane(in, n);
      auto* out = image(y, n);
      const float factor = static_cast<float>(gain);
      switch (kind) {
        case kUp: k.fir_up(p, h, w, c, factor, out, half, first, last, row.data()); break;
        case kDown: k.fir_down(p, h, w, c, factor, out, half, first, last, row.data()); break;
        default: k.fir_same(p, h, w, c, pad, factor, out, half, first, last, row.data()); break;
      }
      i += last - first;
    }
  });
  return y;
}

// In place; l2 is added to the gradient, decay multiplies the parameter. False, and nothing done, where the tensors are not float32 on the CPU
// in one memory layout.
bool adam(const Tensor& p, const Tensor& g, const Tensor& m, const Tensor& v, double rate, double beta1, double beta2, double epsilon, int64_t step,
          double l2, double decay) {
  for (const auto& t : {p, g, m, v}) {
    if (!t.device().is_cpu() || t.scalar_type() != at::kFloat) return false;
  }
  if (!p.is_non_overlapping_and_dense() || m.strides() != p.strides() || v.strides() != p.strides()) return false;
  const auto slope = g.strides() == p.strides() ? g : at::empty_like(p.detach()).copy_(g);
  const float step_size = static_cast<float>(rate / (1 - std::pow(beta1, static_cast<double>(step))));
  const float root = static_cast<float>(std::sqrt(1 - std::pow(beta2, static_cast<double>(step))));
  auto *pp = p.data_ptr<float>(), *gp = slope.data_ptr<float>(), *mp = m.data_ptr<float>(), *vp = v.data_ptr<float>();
  at::parallel_for(0, p.numel(), 16384, [&](int64_t begin, int64_t end) {
    kernels().adam(pp, gp, mp, vp, static_cast<float>(beta1), static_cast<float>(beta2), step_size, static_cast<float>(epsilon), root,
                   static_cast<float>(decay), static_cast<float>(l2), begin, end);
  });
  for (const auto& t : {p, m, v}) t.unsafeGetTensorImpl()->bump_version();
  return true;
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(echosynth, library) {
  library.def("add_scaled(Tensor x, Tensor h, float factor, bool half) -> Tensor", add_scaled);
  library.def("fir(Tensor x, int kind, float gain, bool half) -> Tensor", fir);
  library.def(
      "adam(Tensor p, Tensor g, Tensor m, Tensor v, float rate, float beta1, float beta2, float epsilon, int step, float l2, float decay) -> bool", adam);
}

}  // namespace echosynth
