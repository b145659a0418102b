// 3 × 3 convolutions of stride 1 and padding 1 by Winograd's F(4 × 4, 3 × 3) (Lavin and Gray, arXiv 1509.09308): a quarter of the multiplications
// of the direct sum. Compiled once per instruction set, like kernels.cpp.
#include "kernels.h"
#include "vectors.h"

#include <cstring>

namespace echosynth {
namespace {

// Lanes of a, and after them of b.
inline Vector choose(Vector a, Vector b, Indices lanes) {
#if defined(__clang__)
  Vector v;
  for (int j = 0; j < kLanes; j++) v[j] = lanes[j] < kLanes ? a[lanes[j]] : b[lanes[j] - kLanes];
  return v;
#else
  return __builtin_shuffle(a, b, lanes);
#endif
}

// To the nearest, ties to even, as pixels.h does; what is not a number stays one.
inline void store(bf16* p, Vector v) {
  Bits b;
  std::memcpy(&b, &v, sizeof b);
  const Bits rounded = (b + 0x7FFF + ((b >> 16) & 1)) >> 16, nan = (b >> 16) | 0x40;
  const Bits is_nan = (Bits)((b & 0x7FFFFFFF) > 0x7F800000);
  const Halves h = __builtin_convertvector((nan & is_nan) | (rounded & ~is_nan), Halves);
  std::memcpy(p, &h, sizeof h);
}

// Bᵀ d
inline void transform_input(const Vector* d, Vector* t) {
  t[0] = 4 * d[0] - 5 * d[2] + d[4];
  const Vector a = d[4] - 4 * d[2], b = d[3] - 4 * d[1];
  t[1] = a + b;
  t[2] = a - b;
  const Vector c = d[4] - d[2], e = 2 * (d[3] - d[1]);
  t[3] = c + e;
  t[4] = c - e;
  t[5] = 4 * d[1] - 5 * d[3] + d[5];
}

// Aᵀ m
inline void transform_output(const Vector* m, Vector* y) {
  const Vector s12 = m[1] + m[2], d12 = m[1] - m[2], s34 = m[3] + m[4], d34 = m[3] - m[4];
  y[0] = m[0] + s12 + s34;
  y[1] = d12 + 2 * d34;
  y[2] = s12 + 4 * s34;
  y[3] = d12 + 8 * d34 + m[5];
}

// The 6 × 6 patch of a tile [6][6][C] → V [36][tiles][C], at one tile.
template <class T>
void gather(const void* pixels, int64_t height, int64_t width, int64_t channels, int64_t tile, float* v, int64_t tiles) {
  const T* image = static_cast<const T*>(pixels);
  const int64_t across = (width + 3) / 4, y0 = tile / across * 4 - 1, x0 = tile % across * 4 - 1;
  for (int64_t c = 0; c < channels; c += kLanes) {
    Vector columns[6][6];  // [column][row]
    for (int j = 0; j < 6; j++) {
      Vector d[6];
      const int64_t x = x0 + j;
      for (int i = 0; i < 6; i++) {
        const int64_t y = y0 + i;
        const bool inside = x >= 0 && x < width && y >= 0 && y < height;
        d[i] = inside ? load(image + (y * width + x) * channels + c) : Vector{};
      }
      transform_input(d, columns[j]);
    }
    for (int i = 0; i < 6; i++) {
      Vector d[6], t[6];
      for (int j = 0; j < 6; j++) d[j] = columns[j][i];
      transform_input(d, t);
      for (int j = 0; j < 6; j++) store(v + (i * 6 + j) * tiles * channels + c, t[j]);
    }
  }
}

// M [36][tiles][C] → the 4 × 4 pixels of a tile, with the bias.
template <class T>
void scatter(const WinogradTask& task, int64_t tile, const float* m, int64_t tiles) {
  T* image = static_cast<T*>(task.y);
  const int64_t across = (task.w + 3) / 4, y0 = tile / across * 4, x0 = tile % across * 4;
  for (int64_t c = 0; c < task.outputs; c += kLanes) {
    Vector columns[6][4];
    for (int j = 0; j < 6; j++) {
      Vector d[6];
      for (int i = 0; i < 6; i++) d[i] = load(m + (i * 6 + j) * tiles * task.outputs + c);
      transform_output(d, columns[j]);
    }
    const Vector bias = task.bias != nullptr ? load(task.bias + c) : Vector{};
    for (int i = 0; i < 4 && y0 + i < task.h; i++) {
      Vector d[6], y[4];
      for (int j = 0; j < 6; j++) d[j] = columns[j][i];
      transform_output(d, y);
      for (int j = 0; j < 4 && x0 + j < task.w; j++) store(image + ((y0 + i) * task.w + x0 + j) * task.outputs + c, y[j] + bias);
    }
  }
}

// Where the weights of an input and an output lie in u [outputs / 32][inputs][32]: what is read together lies together, and not in one set of a cache.
inline int64_t at_weight(int64_t input, int64_t output, int64_t inputs) {
  return (output / 32 * inputs + input) * 32 + output % 32;
}

// m [rows][outputs] = v [rows][inputs] · u for the outputs [begin, end), two vectors of outputs at a time.
template <int Rows>
void multiply(const float* v, const float* u, float* m, int64_t inputs, int64_t outputs, int64_t begin, int64_t end) {
  for (int64_t c = begin; c < end; c += 2 * kLanes) {
    Vector sums[Rows][2] = {};
    const float* weights = u + at_weight(0, c, inputs);
    for (int64_t k = 0; k < inputs; k++, weights += 32) {
      const Vector first = load(weights), second = load(weights + kLanes);
#pragma GCC unroll 16
      for (int r = 0; r < Rows; r++) {
        const float a = v[r * inputs + k];
        sums[r][0] += a * first;
        sums[r][1] += a * second;
      }
    }
#pragma GCC unroll 16
    for (int r = 0; r < Rows; r++) {
      store(m + r * outputs + c, sums[r][0]);
      store(m + r * outputs + c + kLanes, sums[r][1]);
    }
  }
}

// The same for any number of rows; none depends on its neighbours.
void multiply_rows(const float* v, const float* u, float* m, int64_t rows, int64_t inputs, int64_t outputs, int64_t begin, int64_t end) {
  int64_t i = 0;
  for (; i + kRows <= rows; i += kRows) multiply<kRows>(v + i * inputs, u, m + i * outputs, inputs, outputs, begin, end);
  if constexpr (kRows > 8) {
    for (; i + 8 <= rows; i += 8) multiply<8>(v + i * inputs, u, m + i * outputs, inputs, outputs, begin, end);
  }
  for (; i + 4 <= rows; i += 4) multiply<4>(v + i * inputs, u, m + i * outputs, inputs, outputs, begin, end);
  for (; i < rows; i++) multiply<1>(v + i * inputs, u, m + i * outputs, inputs, outputs, begin, end);
}

}  // namespace

void ES_JOIN(ES_ISA, _winograd)(const WinogradTask& task, int64_t begin, int64_t end, float* scratch) {
  const int64_t tiles = end - begin;
  float* v = scratch;
  float* m = scratch + 36 * tiles * task.inputs;
  for (int64_t i = 0; i < tiles; i++) {
    (task.half ? gather<bf16> : gather<float>)(task.x, task.h, task.w, task.inputs, begin + i, v + i * task.inputs, tiles);
  }
  for (int64_t e = 0; e < 36; e++) {
    multiply_rows(v + e * tiles * task.inputs, task.weights + e * task.inputs * task.outputs, m + e * tiles * task.outputs, tiles, task.inputs, task.outputs, 0, task.outputs);
  }
  for (int64_t i = 0; i < tiles; i++) (task.half ? scatter<bf16> : scatter<float>)(task, begin + i, m + i * task.outputs, tiles);
}

void ES_JOIN(ES_ISA, _winograd_gather)(const WinogradTask& task, int64_t begin, int64_t end, float* v, int64_t first, int64_t tiles) {
  for (int64_t i = begin; i < end; i++) {
    (task.half ? gather<bf16> : gather<float>)(task.x, task.h, task.w, task.inputs, i, v + (first + i - begin) * task.inputs, tiles);
  }
}

void ES_JOIN(ES_ISA, _winograd_strip)(const float* v, const float* u, float* m, int64_t tiles, int64_t inputs, int64_t outputs, int64_t begin, int64_t end) {
  multiply_rows(v, u, m, tiles, inputs, outputs, begin, end);
}

void ES_JOIN(ES_ISA, _winograd_scatter)(const WinogradTask& task, int64_t begin, int64_t end, const float* m, int64_t first, int64_t tiles) {
  for (int64_t i = begin; i < end; i++) (task.half ? scatter<bf16> : scatter<float>)(task, i, m + (first + i - begin) * task.outputs, tiles);
}

namespace {

// G g
template <class T>
inline void transform_weights(T a, T b, T c, T* t) {
  const T even = (a + c) * (1.0f / 6), odd = b * (1.0f / 6);
  t[0] = a * 0.25f;
  t[1] = -(even + odd);
  t[2] = odd - even;
  const T outer = a * (1.0f / 24) + c * (1.0f / 6), middle = b * (1.0f / 12);
  t[3] = outer + middle;
  t[4] = outer - middle;
  t[5] = c;
}

template <class T>
inline void transform_filter(const T* g, T* u) {
  T columns[3][6];
  for (int j = 0; j < 3; j++) transform_weights(g[j], g[3 + j], g[6 + j], columns[j]);
  for (int i = 0; i < 6; i++) transform_weights(columns[0][i], columns[1][i], columns[2][i], u + i * 6);
}

// A square of lanes, rows for columns: halves change places, then quarters, and so on.
inline void transpose(Vector* t) {
#pragma GCC unroll 4
  for (int d = kLanes / 2; d > 0; d /= 2) {
    Indices low, high;
    for (int j = 0; j < kLanes; j++) {
      low[j] = (j & d) != 0 ? kLanes + j - d : j;
      high[j] = (j & d) != 0 ? kLanes + j : j + d;
    }
#pragma GCC unroll 16
    for (int i = 0; i < kLanes; i++) {
      if ((i & d) != 0) continue;
      const Vector a = t[i], b = t[i + d];
      t[i] = choose(a, b, low);
      t[i + d] = choose(a, b, high);
    }
  }
}

}  // namespace

void ES_JOIN(ES_ISA, _winograd_weights)(const float* filters, float* u, int64_t inputs, int64_t outputs, bool backward, int64_t begin, int64_t end) {
  const auto filter = [&](int64_t o, int64_t c, Vector* t) {
    Vector g[9];
    for (int j = 0; j < 9; j++) g[backward ? 8 - j : j] = load(filters + (o * 9 + j) * inputs + c);
    transform_filter(g, t);
  };
  if (backward) {
    for (int64_t o = begin; o < end; o++) {
      for (int64_t c = 0; c < inputs; c += kLanes) {
        Vector t[36];
        filter(o, c, t);
        for (int e = 0; e < 36; e++) store(u + e * outputs * inputs + at_weight(o, c, outputs), t[e]);
      }
    }
    return;
  }
  for (int64_t c = 0; c < inputs; c += kLanes) {
    for (int64_t o = begin; o < end; o += kLanes) {
      Vector block[kLanes][36], t[kLanes];  // [output][.], lanes are inputs
      for (int r = 0; r < kLanes; r++) filter(o + r, c, block[r]);
      for (int e = 0; e < 36; e++) {
        for (int r = 0; r < kLanes; r++) t[r] = block[r][e];
        transpose(t);
        for (int k = 0; k < kLanes; k++) store(u + e * inputs * outputs + at_weight(c + k, o, inputs), t[k]);
      }
    }
  }
}

namespace {

// A d
inline void transform_slope(const Vector* d, Vector* t) {
  const Vector even = d[0] + d[2], odd = d[1] + d[3], even2 = d[0] + 4 * d[2], odd2 = 2 * d[1] + 8 * d[3];
  t[0] = d[0];
  t[1] = even + odd;
  t[2] = even - odd;
  t[3] = even2 + odd2;
  t[4] = even2 - odd2;
  t[5] = d[3];
}

// Gᵀ t
inline void transform_back(const Vector* t, Vector* g) {
  const Vector s12 = t[1] + t[2], d21 = t[2] - t[1], s34 = t[3] + t[4], d34 = t[3] - t[4];
  g[0] = 0.25f * t[0] - s12 * (1.0f / 6) + s34 * (1.0f / 24);
  g[1] = d21 * (1.0f / 6) + d34 * (1.0f / 12);
  g[2] = (s34 - s12) * (1.0f / 6) + t[5];
}

// The 4 × 4 pixels of a tile → M [36][tiles][C], at one tile.
template <class T>
void gather_slope(const void* pixels, int64_t height, int64_t width, int64_t channels, int64_t tile, float* m, int64_t tiles) {
  const T* image = static_cast<const T*>(pixels);
  const int64_t across = (width + 3) / 4, y0 = tile / across * 4, x0 = tile % across * 4;
  for (int64_t c = 0; c < channels; c += kLanes) {
    Vector columns[4][6];
    for (int j = 0; j < 4; j++) {
      Vector d[4];
      for (int i = 0; i < 4; i++) d[i] = y0 + i < height && x0 + j < width ? load(image + ((y0 + i) * width + x0 + j) * channels + c) : Vector{};
      transform_slope(d, columns[j]);
    }
    for (int i = 0; i < 6; i++) {
      Vector d[4], t[6];
      for (int j = 0; j < 4; j++) d[j] = columns[j][i];
      transform_slope(d, t);
      for (int j = 0; j < 6; j++) store(m + (i * 6 + j) * tiles * channels + c, t[j]);
    }
  }
}

}  // namespace

void ES_JOIN(ES_ISA, _winograd_tiles)(const WinogradGradient& task, int64_t begin, int64_t end, float* v, float* m, int64_t first, int64_t tiles) {
  for (int64_t i = begin; i < end; i++) {
    const int64_t row = first + i - begin;
    (task.x.half ? gather<bf16> : gather<float>)(task.x.data, task.h, task.w, task.inputs, i, v + row * task.inputs, tiles);
    (task.dy.half ? gather_slope<bf16> : gather_slope<float>)(task.dy.data, task.h, task.w, task.outputs, i, m + row * task.outputs, tiles);
  }
}

void ES_JOIN(ES_ISA, _winograd_product)(const float* m, const float* v, float* u, int64_t tiles, int64_t inputs, int64_t outputs, int64_t begin, int64_t end, bool add) {
  for (int64_t c = 0; c < inputs; c += 2 * kLanes) {
    for (int64_t o = begin; o < end; o += kGradientRows) {
      Vector sums[kGradientRows][2] = {};
      for (int64_t t = 0; t < tiles; t++) {
        const Vector first = load(v + t * inputs + c), second = load(v + t * inputs + c + kLanes);
        const float* a = m + t * outputs + o;
#pragma GCC unroll 16
        for (int r = 0; r < kGradientRows; r++) {
          sums[r][0] += a[r] * first;
          sums[r][1] += a[r] * second;
        }
      }
#pragma GCC unroll 16
      for (int r = 0; r < kGradientRows; r++) {
        float* to = u + (o + r) * inputs + c;
        store(to, add ? load(to) + sums[r][0] : sums[r][0]);
        store(to + kLanes, add ? load(to + kLanes) + sums[r][1] : sums[r][1]);
      }
    }
  }
}

void ES_JOIN(ES_ISA, _winograd_filters)(const float* u, float* filters, int64_t inputs, int64_t outputs, int64_t begin, int64_t end) {
  for (int64_t o = begin; o < end; o++) {
    for (int64_t c = 0; c < inputs; c += kLanes) {
      Vector columns[6][3];  // [column][row]
      for (int j = 0; j < 6; j++) {
        Vector t[6];
        for (int i = 0; i < 6; i++) t[i] = load(u + ((i * 6 + j) * outputs + o) * inputs + c);
        transform_back(t, columns[j]);
      }
      for (int i = 0; i < 3; i++) {
        Vector t[6], g[3];
        for (int j = 0; j < 6; j++) t[j] = columns[j][i];
        transform_back(t, g);
        for (int j = 0; j < 3; j++) store(filters + (o * 9 + i * 3 + j) * inputs + c, g[j]);
      }
    }
  }
}

}  // namespace echosynth
