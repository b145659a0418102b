// A discriminator's bias, leaky ReLU and gain in one pass, and noise added on the way of a sum.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include "norm.h"

namespace echosynth {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Per image and channel, as float32: [N, C].
Tensor per_channel(const std::vector<double>& sums, int64_t images, int64_t channels) {
  auto t = at::empty({images, channels}, at::kFloat);
  std::copy(sums.begin(), sums.end(), t.data_ptr<float>());
  return t;
}

// dy · (y > 0 ? above : below), and its sum over the positions.
std::pair<Tensor, std::vector<double>> slope_of(const Tensor& dy, const Tensor& y, double above, double below, bool half) {
  const auto g = nhwc(dy), v = nhwc(y);
  auto dx = empty_nhwc(y.sizes(), y, half);
  auto sums = chunk_sums(y.size(0), y.size(2) * y.size(3), y.size(1), [&](int64_t n, int64_t begin, int64_t end, float* sum) {
    kernels().leaky_backward(plane(v, n), plane(g, n), v.size(1), static_cast<float>(above), static_cast<float>(below), image(dx, n), half, begin, end, sum);
  });
  return {dx, std::move(sums)};
}

Tensor leaky_slope(const Tensor& dy, const Tensor& y, double above, double below, bool half);

// Linear in dy; y's part is that of its signs, which do not change where there is a gradient.
struct LeakySlope : torch::autograd::Function<LeakySlope> {
  static Tensor forward(AutogradContext* ctx, const Tensor& dy, const Tensor& y, double above, double below, bool half) {
    ctx->save_for_backward({y});
    ctx->saved_data["above"] = above;
    ctx->saved_data["below"] = below;
    ctx->saved_data["half"] = is_half(dy);
    return slope_of(dy, y, above, below, half).first;
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    const auto y = ctx->get_saved_variables()[0];
    return {leaky_slope(gradients[0], y, ctx->saved_data["above"].toDouble(), ctx->saved_data["below"].toDouble(), ctx->saved_data["half"].toBool()), Tensor(), Tensor(), Tensor(),
            Tensor()};
  }
};

Tensor leaky_slope(const Tensor& dy, const Tensor& y, double above, double below, bool half) {
  if (at::GradMode::is_enabled() && dy.requires_grad()) return LeakySlope::apply(dy, y.detach(), above, below, half);
  return slope_of(dy, y, above, below, half).first;
}

Tensor activate(const Tensor& x, const Tensor& bias, double slope, double gain) {
  const auto in = nhwc(x);
  const auto added = bias.defined() ? bias.to(at::kFloat).contiguous() : Tensor();
  auto y = empty_nhwc(x.sizes(), x, is_half(x));
  const int64_t c = x.size(1);
  for_chunks(x.size(0), x.size(2) * x.size(3), [&](int64_t n, int64_t, int64_t begin, int64_t end) {
    const float* b = added.defined() ? added.data_ptr<float>() + n * c : nullptr;
    kernels().leaky(plane(in, n), c, b, static_cast<float>(slope), static_cast<float>(gain), image(y, n), is_half(x), begin, end);
  });
  return y;
}

struct Leaky : torch::autograd::Function<Leaky> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Optional& bias, double slope, double gain) {
    const auto y = activate(x, tensor(bias), slope, gain);
    ctx->save_for_backward({y});
    ctx->saved_data["slope"] = slope;
    ctx->saved_data["gain"] = gain;
    ctx->saved_data["half"] = is_half(x);
    ctx->saved_data["bias"] = bias.has_value() ? static_cast<int64_t>(bias->scalar_type()) : int64_t{-1};
    return y;
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    const auto y = ctx->get_saved_variables()[0];
    const double above = ctx->saved_data["gain"].toDouble(), below = above * ctx->saved_data["slope"].toDouble();
    const bool half = ctx->saved_data["half"].toBool();
    const int64_t type = ctx->saved_data["bias"].toInt();
    const bool by_bias = type >= 0 && ctx->needs_input_grad(1);
    Tensor dx, dbias;
    if (at::GradMode::is_enabled()) {
      dx = leaky_slope(gradients[0], y, above, below, half);
      if (by_bias) dbias = dx.sum(at::IntArrayRef{2, 3}, false, at::kFloat);
    } else {
      std::vector<double> sums;
      std::tie(dx, sums) = slope_of(gradients[0], y, above, below, half);
      if (by_bias) dbias = per_channel(sums, y.size(0), y.size(1));
    }
    return {dx, dbias.defined() ? dbias.to(static_cast<at::ScalarType>(type)) : dbias, Tensor(), Tensor()};
  }
};

// leaky(x + bias) · gain
Tensor leaky(const Tensor& x, const Optional& bias, double slope, double gain) {
  const auto b = tensor(bias);
  TORCH_CHECK(!b.defined() || (b.dim() == 2 && b.size(0) == x.size(0) && b.size(1) == x.size(1)), "a bias [N, C] is wanted for ", x.sizes(), ", not ", b.sizes());
  TORCH_CHECK(slope > 0 && gain > 0, "slope and gain must be above 0: the sign of the result tells the sign of the sum");
  if (at::GradMode::is_enabled() && (needs_gradient(x) || needs_gradient(b))) return Leaky::apply(x, optional(b), slope, gain);
  return activate(x, b, slope, gain);
}

Tensor sum_with_noise(const Tensor& x, const Tensor& h, double factor, const Tensor& noise, const Tensor& strength) {
  const auto a = nhwc(x), b = h.defined() ? nhwc(h) : Tensor();
  const auto z = noise.to(at::kFloat).contiguous(), s = strength.to(at::kFloat).contiguous();
  auto y = empty_nhwc(x.sizes(), x, false);
  const int64_t positions = x.size(2) * x.size(3);
  for_chunks(x.size(0), positions, [&](int64_t n, int64_t, int64_t begin, int64_t end) {
    const Plane second = b.defined() ? plane(b, n) : Plane{nullptr, false, 0};
    kernels().add_noise(plane(a, n), second, static_cast<float>(factor), z.data_ptr<float>() + n * positions, s.data_ptr<float>(), x.size(1), image(y, n), false, begin, end);
  });
  return y;
}

struct AddNoise : torch::autograd::Function<AddNoise> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Optional& h, double factor, const Tensor& noise, const Tensor& strength) {
    ctx->save_for_backward({noise, strength});
    ctx->saved_data["factor"] = factor;
    ctx->saved_data["types"] = static_cast<int64_t>(is_half(x)) * 2 + static_cast<int64_t>(h.has_value() && is_half(*h));
    ctx->saved_data["both"] = h.has_value();
    return sum_with_noise(x, tensor(h), factor, noise, strength);
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    const auto saved = ctx->get_saved_variables();
    const auto &noise = saved[0], &strength = saved[1], &dy = gradients[0];
    const double factor = ctx->saved_data["factor"].toDouble();
    const auto types = ctx->saved_data["types"].toInt();
    const auto scaled = factor == 1 ? dy : dy * factor;
    const auto typed = [&](bool half) { return scaled.to(half ? at::kBFloat16 : at::kFloat); };
    Tensor dnoise, dstrength;
    if (ctx->needs_input_grad(ctx->saved_data["both"].toBool() ? 2 : 1)) dnoise = (dy * strength).sum(1, true).to(noise.scalar_type());
    if (strength.requires_grad()) {
      if (at::GradMode::is_enabled()) {
        dstrength = (dy * noise).sum(at::IntArrayRef{0, 2, 3});
      } else {
        const auto g = nhwc(dy);
        const auto z = noise.to(at::kFloat).contiguous();
        const int64_t positions = dy.size(2) * dy.size(3), c = dy.size(1);
        const auto sums = chunk_sums(dy.size(0), positions, c, [&](int64_t n, int64_t begin, int64_t end, float* sum) {
          kernels().noise_sums(plane(g, n), z.data_ptr<float>() + n * positions, c, begin, end, sum);
        });
        dstrength = per_channel(sums, dy.size(0), c).sum(0);
      }
      dstrength = dstrength.view_as(strength).to(strength.scalar_type());
    }
    return {typed((types & 2) != 0), ctx->saved_data["both"].toBool() ? typed((types & 1) != 0) : Tensor(), Tensor(), dnoise, dstrength};
  }
};

// (x + h) · factor + noise · strength, float32
Tensor add_noise(const Tensor& x, const Optional& h, double factor, const Tensor& noise, const Tensor& strength) {
  const auto second = tensor(h);
  TORCH_CHECK(!second.defined() || second.sizes() == x.sizes(), "two images of one size are wanted, not ", x.sizes(), " and ", second.sizes());
  TORCH_CHECK(noise.sizes() == at::IntArrayRef({x.size(0), 1, x.size(2), x.size(3)}) && strength.numel() == x.size(1), "noise [N, 1, H, W] and strengths [C] are wanted, not ",
              noise.sizes(), " and ", strength.sizes());
  if (at::GradMode::is_enabled() && (needs_gradient(x) || needs_gradient(second) || needs_gradient(noise) || needs_gradient(strength))) {
    return AddNoise::apply(x, optional(second), factor, noise, strength);
  }
  return sum_with_noise(x, second, factor, noise, strength);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(echosynth, library) {
  library.def("leaky(Tensor x, Tensor? bias, float slope, float gain) -> Tensor", leaky);
  library.def("add_noise(Tensor x, Tensor? h, float factor, Tensor noise, Tensor strength) -> Tensor", add_noise);
}

}  // namespace echosynth
