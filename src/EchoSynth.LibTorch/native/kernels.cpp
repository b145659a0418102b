// Compiled once per instruction set; ES_ISA is the name of the one at hand (baseline, avx2, avx512).
#include "kernels.h"

#include <cstring>
#include <type_traits>

#define ES_JOIN_(a, b) a##b
#define ES_JOIN(a, b) ES_JOIN_(a, b)
#define ES_TEXT_(a) #a
#define ES_TEXT(a) ES_TEXT_(a)

namespace echosynth {

void ES_JOIN(ES_ISA, _winograd)(const WinogradTask& task, int64_t begin, int64_t end, float* scratch);
void ES_JOIN(ES_ISA, _winograd_gather)(const WinogradTask& task, int64_t begin, int64_t end, float* v, int64_t first, int64_t tiles);
void ES_JOIN(ES_ISA, _winograd_strip)(const float* v, const float* u, float* m, int64_t tiles, int64_t inputs, int64_t outputs, int64_t begin, int64_t end);
void ES_JOIN(ES_ISA, _winograd_scatter)(const WinogradTask& task, int64_t begin, int64_t end, const float* m, int64_t first, int64_t tiles);
void ES_JOIN(ES_ISA, _winograd_weights)(const float* filters, float* u, int64_t inputs, int64_t outputs, bool backward, int64_t begin, int64_t end);
void ES_JOIN(ES_ISA, _winograd_tiles)(const WinogradGradient& task, int64_t begin, int64_t end, float* v, float* m, int64_t first, int64_t tiles);
void ES_JOIN(ES_ISA, _winograd_product)(const float* m, const float* v, float* u, int64_t tiles, int64_t inputs, int64_t outputs, int64_t begin, int64_t end, bool add);
void ES_JOIN(ES_ISA, _winograd_filters)(const float* u, float* filters, int64_t inputs, int64_t outputs, int64_t begin, int64_t end);
void ES_JOIN(ES_ISA, _rows_product)(const float* v, const float* u, float* m, int64_t rows, int64_t inputs, int64_t outputs);
void ES_JOIN(ES_ISA, _outer_product)(const float* m, const float* v, float* u, int64_t positions, int64_t inputs, int64_t outputs);

namespace {

inline float load(const float* p, int64_t i) {
  return p[i];
}

inline float load(const bf16* p, int64_t i) {
  const uint32_t bits = static_cast<uint32_t>(p[i].bits) << 16;
  float value;
  std::memcpy(&value, &bits, 4);
  return value;
}

inline void store(float* p, int64_t i, float value) {
  p[i] = value;
}

// To the nearest, ties to even. What is not a number stays one: its upper bits are kept and one is set.
inline void store(bf16* p, int64_t i, float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, 4);
  const uint32_t rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
  const uint32_t nan = (bits >> 16) | 0x40;
  p[i].bits = static_cast<uint16_t>((bits & 0x7FFFFFFF) > 0x7F800000 ? nan : rounded);
}

// e^x to 2 units in the last place for x in [−87, 88], clamped there: 2^n · p(f), f within ±½ ln 2.
inline float exponential(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  const float shifted = x * 1.44269504088896341f + 12582912.0f;  // + 1.5 · 2^23 rounds to an integer
  uint32_t n;
  std::memcpy(&n, &shifted, 4);
  const float whole = shifted - 12582912.0f;
  const float f = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * f + 1.3981999507e-3f;
  p = p * f + 8.3334519073e-3f;
  p = p * f + 4.1665795894e-2f;
  p = p * f + 1.6666665459e-1f;
  p = p * f + 5.0000001201e-1f;
  p = p * f * f + f + 1.0f;
  const uint32_t exponent = (n + 127u) << 23;  // the upper bits of 1.5 · 2^23 are shifted out
  float power;
  std::memcpy(&power, &exponent, 4);
  return p * power;
}

inline float sigmoid(float u) {
  return 1.0f / (1.0f + exponential(-u));
}

inline float silu(float u) {
  return u * sigmoid(u);
}

inline float silu_slope(float u) {
  const float s = sigmoid(u);
  return s * (1.0f + u * (1.0f - s));
}

template <class T>
const T* at(Plane plane, int64_t position) {
  return static_cast<const T*>(plane.data) + position * plane.stride;
}

// Calls body with null pointers of the element types.
template <class F>
void with_type(bool half, F&& body) {
  if (half) {
    body(static_cast<bf16*>(nullptr));
  } else {
    body(static_cast<float*>(nullptr));
  }
}

// Calls body with the flag as a type, so that it is decided outside the loops.
template <class F>
void with_flag(bool flag, F&& body) {
  if (flag) {
    body(std::true_type());
  } else {
    body(std::false_type());
  }
}

template <class F>
void with_types(bool a, bool b, F&& body) {
  with_type(a, [&]([[maybe_unused]] auto* x) { with_type(b, [&](auto* y) { body(x, y); }); });
}

template <class T>
using element = std::remove_pointer_t<T>;

void moments(Plane x, int64_t channels, const float* pivot, int64_t begin, int64_t end, float* __restrict sum, float* __restrict squares) {
  with_type(x.half, [&]([[maybe_unused]] auto* type) {
    using T = element<decltype(type)>;
    for (int64_t c = 0; c < channels; c++) sum[c] = squares[c] = 0;
    for (int64_t i = begin; i < end; i++) {
      const T* row = at<T>(x, i);
#pragma GCC ivdep
      for (int64_t c = 0; c < channels; c++) {
        const float d = load(row, c) - pivot[c];
        sum[c] += d;
        squares[c] += d * d;
      }
    }
  });
}

void norm(const NormInput& input, void* out, bool half, int64_t y_stride, int64_t begin, int64_t end) {
  with_types(input.x.half, half, [&]([[maybe_unused]] auto* in_type, [[maybe_unused]] auto* out_type) {
    using T = element<decltype(in_type)>;
    using U = element<decltype(out_type)>;
    const int64_t channels = input.channels;
    const float *__restrict scale = input.scale, *__restrict shift = input.shift;
    for (int64_t i = begin; i < end; i++) {
      const T* __restrict x = at<T>(input.x, i);
      U* __restrict y = static_cast<U*>(out) + i * y_stride;
      if (input.map.data == nullptr) {
        if (input.silu) {
#pragma GCC ivdep
          for (int64_t c = 0; c < channels; c++) store(y, c, silu(load(x, c) * scale[c] + shift[c]));
        } else {
#pragma GCC ivdep
          for (int64_t c = 0; c < channels; c++) store(y, c, load(x, c) * scale[c] + shift[c]);
        }
        continue;
      }
      const float *__restrict gain = input.gain, *__restrict bias = input.bias;
      with_type(input.map.half, [&]([[maybe_unused]] auto* map_type) {
        using M = element<decltype(map_type)>;
        const M* __restrict g = at<M>(input.map, i);
        const M* __restrict b = g + input.map_channels;
        if (input.silu) {
#pragma GCC ivdep
          for (int64_t c = 0; c < channels; c++)
            store(y, c, silu((load(x, c) * scale[c] + shift[c]) * (gain[c] + load(g, c)) + (bias[c] + load(b, c))));
        } else {
#pragma GCC ivdep
          for (int64_t c = 0; c < channels; c++)
            store(y, c, (load(x, c) * scale[c] + shift[c]) * (gain[c] + load(g, c)) + (bias[c] + load(b, c)));
        }
      });
    }
  });
}

void leaky(Plane x, int64_t channels, const float* __restrict bias, float slope, float gain, void* out, bool half, int64_t begin, int64_t end) {
  with_types(x.half, half, [&]([[maybe_unused]] auto* in_type, [[maybe_unused]] auto* out_type) { with_flag(bias != nullptr, [&](auto biased) {
    using T = element<decltype(in_type)>;
    using U = element<decltype(out_type)>;
    const float below = slope * gain;
    for (int64_t i = begin; i < end; i++) {
      const T* __restrict row = at<T>(x, i);
      U* __restrict y = static_cast<U*>(out) + i * channels;
#pragma GCC ivdep
      for (int64_t c = 0; c < channels; c++) {
        const float u = biased.value ? load(row, c) + bias[c] : load(row, c);
        store(y, c, u * (u > 0 ? gain : below));
      }
    }
  }); });
}

void leaky_backward(Plane y, Plane dy, int64_t channels, float above, float below, void* out, bool half, int64_t begin, int64_t end, float* __restrict sum) {
  with_types(y.half, dy.half, [&]([[maybe_unused]] auto* y_type, [[maybe_unused]] auto* dy_type) {
    with_type(half, [&]([[maybe_unused]] auto* out_type) {
      using T = element<decltype(y_type)>;
      using G = element<decltype(dy_type)>;
      using U = element<decltype(out_type)>;
      for (int64_t c = 0; c < channels; c++) sum[c] = 0;
      for (int64_t i = begin; i < end; i++) {
        const T* __restrict row = at<T>(y, i);
        const G* __restrict g = at<G>(dy, i);
        U* __restrict dx = static_cast<U*>(out) + i * channels;
#pragma GCC ivdep
        for (int64_t c = 0; c < channels; c++) {
          const float slope = load(g, c) * (load(row, c) > 0 ? above : below);
          sum[c] += slope;
          store(dx, c, slope);
        }
      }
    });
  });
}

void add_noise(Plane a, Plane b, float factor, const float* noise, const float* __restrict strength, int64_t channels, void* out, bool half, int64_t begin, int64_t end) {
  with_types(a.half, b.half, [&]([[maybe_unused]] auto* a_type, [[maybe_unused]] auto* b_type) {
    with_type(half, [&]([[maybe_unused]] auto* out_type) { with_flag(b.data != nullptr, [&](auto two) {
      using A = element<decltype(a_type)>;
      using B = element<decltype(b_type)>;
      using U = element<decltype(out_type)>;
      for (int64_t i = begin; i < end; i++) {
        const A* __restrict x = at<A>(a, i);
        const B* __restrict h = two.value ? at<B>(b, i) : nullptr;
        U* __restrict y = static_cast<U*>(out) + i * channels;
        const float z = noise[i];
#pragma GCC ivdep
        for (int64_t c = 0; c < channels; c++) store(y, c, (two.value ? load(x, c) + load(h, c) : load(x, c)) * factor + z * strength[c]);
      }
    }); });
  });
}

void noise_sums(Plane dy, const float* noise, int64_t channels, int64_t begin, int64_t end, float* __restrict sum) {
  with_type(dy.half, [&]([[maybe_unused]] auto* type) {
    using T = element<decltype(type)>;
    for (int64_t c = 0; c < channels; c++) sum[c] = 0;
    for (int64_t i = begin; i < end; i++) {
      const T* __restrict g = at<T>(dy, i);
      const float z = noise[i];
#pragma GCC ivdep
      for (int64_t c = 0; c < channels; c++) sum[c] += load(g, c) * z;
    }
  });
}

void add_scaled(Plane a, Plane b, float factor, int64_t channels, void* out, bool half, int64_t begin, int64_t end) {
  with_types(a.half, b.half, [&]([[maybe_unused]] auto* a_type, [[maybe_unused]] auto* b_type) {
    with_type(half, [&]([[maybe_unused]] auto* out_type) {
      using A = element<decltype(a_type)>;
      using B = element<decltype(b_type)>;
      using U = element<decltype(out_type)>;
      for (int64_t i = begin; i < end; i++) {
        const A* __restrict x = at<A>(a, i);
        const B* __restrict h = at<B>(b, i);
        U* __restrict y = static_cast<U*>(out) + i * channels;
#pragma GCC ivdep
        for (int64_t c = 0; c < channels; c++) store(y, c, (load(x, c) + load(h, c)) * factor);
      }
    });
  });
}

// row[c] = Σ k · x[y + j] over four rows, zero beyond the image.
template <class T>
void filter_column(Plane x, int64_t h, int64_t w, int64_t c, int64_t top, const float* k, float* __restrict row) {
  const int64_t n = w * c;
  const T* rows[4];
  float weights[4];
  int64_t used = 0;
  for (int64_t j = 0; j < 4; j++) {
    if (k[j] == 0 || top + j < 0 || top + j >= h) continue;
    rows[used] = at<T>(x, (top + j) * w);
    weights[used++] = k[j];
  }
  switch (used) {
    case 0:
      for (int64_t i = 0; i < n; i++) row[i] = 0;
      break;
    case 1:
#pragma GCC ivdep
      for (int64_t i = 0; i < n; i++) row[i] = weights[0] * load(rows[0], i);
      break;
    case 2:
#pragma GCC ivdep
      for (int64_t i = 0; i < n; i++) row[i] = weights[0] * load(rows[0], i) + weights[1] * load(rows[1], i);
      break;
    case 3:
#pragma GCC ivdep
      for (int64_t i = 0; i < n; i++) row[i] = weights[0] * load(rows[0], i) + weights[1] * load(rows[1], i) + weights[2] * load(rows[2], i);
      break;
    default:
#pragma GCC ivdep
      for (int64_t i = 0; i < n; i++)
        row[i] = weights[0] * load(rows[0], i) + weights[1] * load(rows[1], i) + weights[2] * load(rows[2], i) + weights[3] * load(rows[3], i);
      break;
  }
}

constexpr float kFour[4] = {1, 3, 3, 1};

// `padded` holds the filtered column sums with two columns of zeros on either side.
template <class T>
float* padded_column(Plane x, int64_t h, int64_t w, int64_t c, int64_t top, const float* k, float* padded) {
  std::memset(padded, 0, sizeof(float) * static_cast<size_t>(2 * c));
  filter_column<T>(x, h, w, c, top, k, padded + 2 * c);
  std::memset(padded + (w + 2) * c, 0, sizeof(float) * static_cast<size_t>(2 * c));
  return padded + 2 * c;
}

void fir_down(Plane x, int64_t h, int64_t w, int64_t c, float gain, void* out, bool half, int64_t begin, int64_t end, float* buffer) {
  with_types(x.half, half, [&]([[maybe_unused]] auto* in_type, [[maybe_unused]] auto* out_type) {
    using T = element<decltype(in_type)>;
    using U = element<decltype(out_type)>;
    const float factor = gain / 64;
    for (int64_t oy = begin; oy < end; oy++) {
      const float* row = padded_column<T>(x, h, w, c, 2 * oy - 1, kFour, buffer);
      U* __restrict y = static_cast<U*>(out) + oy * (w / 2) * c;
      for (int64_t ox = 0; ox < w / 2; ox++, y += c) {
        const float* __restrict s = row + (2 * ox - 1) * c;
#pragma GCC ivdep
        for (int64_t i = 0; i < c; i++) store(y, i, (s[i] + 3 * s[c + i] + 3 * s[2 * c + i] + s[3 * c + i]) * factor);
      }
    }
  });
}

void fir_up(Plane x, int64_t h, int64_t w, int64_t c, float gain, void* out, bool half, int64_t begin, int64_t end, float* buffer) {
  constexpr float even[4] = {1, 3, 0, 0}, odd[4] = {0, 3, 1, 0};
  with_types(x.half, half, [&]([[maybe_unused]] auto* in_type, [[maybe_unused]] auto* out_type) {
    using T = element<decltype(in_type)>;
    using U = element<decltype(out_type)>;
    const float factor = gain / 16;
    for (int64_t oy = begin; oy < end; oy++) {
      const float* row = padded_column<T>(x, h, w, c, oy / 2 - 1, oy % 2 == 0 ? even : odd, buffer);
      U* __restrict y = static_cast<U*>(out) + oy * 2 * w * c;
      for (int64_t ox = 0; ox < w; ox++, y += 2 * c) {
        const float* __restrict s = row + (ox - 1) * c;
#pragma GCC ivdep
        for (int64_t i = 0; i < c; i++) {
          store(y, i, (s[i] + 3 * s[c + i]) * factor);
          store(y, c + i, (3 * s[c + i] + s[2 * c + i]) * factor);
        }
      }
    }
  });
}

void fir_same(Plane x, int64_t h, int64_t w, int64_t c, int64_t pad, float gain, void* out, bool half, int64_t begin, int64_t end, float* buffer) {
  const int64_t columns = w + 2 * pad - 3;
  with_types(x.half, half, [&]([[maybe_unused]] auto* in_type, [[maybe_unused]] auto* out_type) {
    using T = element<decltype(in_type)>;
    using U = element<decltype(out_type)>;
    const float factor = gain / 64;
    for (int64_t oy = begin; oy < end; oy++) {
      const float* row = padded_column<T>(x, h, w, c, oy - pad, kFour, buffer);
      U* __restrict y = static_cast<U*>(out) + oy * columns * c;
      for (int64_t ox = 0; ox < columns; ox++, y += c) {
        const float* __restrict s = row + (ox - pad) * c;
#pragma GCC ivdep
        for (int64_t i = 0; i < c; i++) store(y, i, (s[i] + 3 * s[c + i] + 3 * s[2 * c + i] + s[3 * c + i]) * factor);
      }
    }
  });
}

void norm_backward_sums(Plane x, Plane dy, int64_t channels, const float* __restrict scale, const float* __restrict shift,
                        const float* __restrict mean, const float* __restrict inverse, bool silu, float* du, int64_t begin, int64_t end,
                        float* __restrict sum, float* __restrict product) {
  with_types(x.half, dy.half, [&]([[maybe_unused]] auto* x_type, [[maybe_unused]] auto* dy_type) { with_flag(silu, [&](auto activated) {
    using T = element<decltype(x_type)>;
    using G = element<decltype(dy_type)>;
    for (int64_t c = 0; c < channels; c++) sum[c] = product[c] = 0;
    for (int64_t i = begin; i < end; i++) {
      const T* __restrict row = at<T>(x, i);
      const G* __restrict g = at<G>(dy, i);
      float* __restrict to = du + i * channels;
#pragma GCC ivdep
      for (int64_t c = 0; c < channels; c++) {
        const float v = load(row, c);
        const float d = activated.value ? load(g, c) * silu_slope(v * scale[c] + shift[c]) : load(g, c);
        to[c] = d;
        sum[c] += d;
        product[c] += d * ((v - mean[c]) * inverse[c]);
      }
    }
  }); });
}

void norm_backward(Plane x, const float* du, int64_t channels, const float* __restrict scale, const float* __restrict mean,
                   const float* __restrict inverse, const float* __restrict offset, const float* __restrict slope, void* out, bool half,
                   int64_t begin, int64_t end) {
  with_types(x.half, half, [&]([[maybe_unused]] auto* x_type, [[maybe_unused]] auto* out_type) {
    using T = element<decltype(x_type)>;
    using U = element<decltype(out_type)>;
    for (int64_t i = begin; i < end; i++) {
      const T* __restrict row = at<T>(x, i);
      const float* d = du + i * channels;
      U* dx = static_cast<U*>(out) + i * channels;
#pragma GCC ivdep
      for (int64_t c = 0; c < channels; c++) store(dx, c, d[c] * scale[c] - offset[c] - (load(row, c) - mean[c]) * inverse[c] * slope[c]);
    }
  });
}

void map_backward_sums(const NormInput& input, Plane dy, float* dmap, float* dt, int64_t begin, int64_t end, float* __restrict sum,
                       float* __restrict product, float* __restrict dgain, float* __restrict dbias) {
  with_types(input.x.half, dy.half, [&]([[maybe_unused]] auto* x_type, [[maybe_unused]] auto* dy_type) {
    with_type(input.map.half, [&]([[maybe_unused]] auto* map_type) { with_flag(input.silu, [&](auto activated) {
      using T = element<decltype(x_type)>;
      using G = element<decltype(dy_type)>;
      using M = element<decltype(map_type)>;
      const int64_t channels = input.channels, half_map = input.map_channels;
      const float *__restrict scale = input.scale, *__restrict shift = input.shift, *__restrict gain = input.gain, *__restrict bias = input.bias;
      for (int64_t c = 0; c < channels; c++) sum[c] = product[c] = dgain[c] = dbias[c] = 0;
      for (int64_t i = begin; i < end; i++) {
        const T* __restrict x = at<T>(input.x, i);
        const G* __restrict g = at<G>(dy, i);
        const M* __restrict m = at<M>(input.map, i);
        float* __restrict d = dmap + i * 2 * half_map;
        float* __restrict to = dt + i * channels;
#pragma GCC ivdep
        for (int64_t c = 0; c < channels; c++) {
          const float t = load(x, c) * scale[c] + shift[c];
          const float factor = gain[c] + load(m, c);
          const float u = t * factor + (bias[c] + load(m, half_map + c));
          const float du = activated.value ? load(g, c) * silu_slope(u) : load(g, c);
          const float slope = du * factor;
          d[c] = du * t;
          d[half_map + c] = du;
          to[c] = slope;
          sum[c] += slope;
          product[c] += slope * t;
          dgain[c] += du * t;
          dbias[c] += du;
        }
      }
    }); });
  });
}

void map_backward(const NormInput& input, const float* dt, const float* __restrict offset, const float* __restrict slope, void* out, bool half,
                  int64_t begin, int64_t end) {
  with_types(input.x.half, half, [&]([[maybe_unused]] auto* x_type, [[maybe_unused]] auto* out_type) {
    using T = element<decltype(x_type)>;
    using U = element<decltype(out_type)>;
    const int64_t channels = input.channels;
    const float *__restrict scale = input.scale, *__restrict shift = input.shift;
    for (int64_t i = begin; i < end; i++) {
      const T* __restrict x = at<T>(input.x, i);
      const float* d = dt + i * channels;
      U* dx = static_cast<U*>(out) + i * channels;
#pragma GCC ivdep
      for (int64_t c = 0; c < channels; c++) store(dx, c, (d[c] - offset[c] - (load(x, c) * scale[c] + shift[c]) * slope[c]) * scale[c]);
    }
  });
}

void adam(float* __restrict p, const float* __restrict g, float* __restrict m, float* __restrict v, float beta1, float beta2, float step_size,
          float epsilon, float root_correction, float decay_factor, float l2, int64_t begin, int64_t end) {
#pragma GCC ivdep
  for (int64_t i = begin; i < end; i++) {
    const float slope = g[i] + l2 * p[i];
    const float mean = m[i] + (slope - m[i]) * (1 - beta1);
    const float square = v[i] * beta2 + slope * slope * (1 - beta2);
    m[i] = mean;
    v[i] = square;
    p[i] = p[i] * decay_factor - step_size * mean / (__builtin_sqrtf(square) / root_correction + epsilon);
  }
}

}  // namespace

const Kernels& ES_JOIN(ES_ISA, _kernels)() {
  static const Kernels table = {ES_TEXT(ES_ISA), ES_JOIN(ES_ISA, _winograd), ES_JOIN(ES_ISA, _winograd_gather), ES_JOIN(ES_ISA, _winograd_strip),
                                ES_JOIN(ES_ISA, _winograd_scatter), ES_JOIN(ES_ISA, _winograd_weights), ES_JOIN(ES_ISA, _winograd_tiles),
                                ES_JOIN(ES_ISA, _winograd_product), ES_JOIN(ES_ISA, _winograd_filters), ES_JOIN(ES_ISA, _rows_product), ES_JOIN(ES_ISA, _outer_product),
                                moments, norm, leaky, leaky_backward, add_noise, noise_sums, add_scaled, fir_down, fir_up, fir_same,
                                norm_backward_sums, norm_backward, map_backward_sums, map_backward, adam};
  return table;
}

}  // namespace echosynth
