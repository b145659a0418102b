// Compiled once per instruction set; ES_ISA is the name of the one at hand (baseline, avx2, avx512).
#include "pixels.h"

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
void ES_JOIN(ES_ISA, _fir_down)(Plane x, int64_t h, int64_t w, int64_t c, float gain, void* out, bool half, int64_t begin, int64_t end, float* buffer);
void ES_JOIN(ES_ISA, _fir_up)(Plane x, int64_t h, int64_t w, int64_t c, float gain, void* out, bool half, int64_t begin, int64_t end, float* buffer);
void ES_JOIN(ES_ISA, _fir_same)(Plane x, int64_t h, int64_t w, int64_t c, int64_t pad, float gain, void* out, bool half, int64_t begin, int64_t end, float* buffer);

namespace {

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
                                moments, norm, leaky, leaky_backward, add_noise, noise_sums, add_scaled, ES_JOIN(ES_ISA, _fir_down), ES_JOIN(ES_ISA, _fir_up), ES_JOIN(ES_ISA, _fir_same),
                                norm_backward_sums, norm_backward, map_backward_sums, map_backward, adam};
  return table;
}

}  // namespace echosynth
