// 3 × 3 convolutions of stride 1 and padding 1 by Winograd's F(4 × 4, 3 × 3) (Lavin and Gray, arXiv 1509.09308): a quarter of the multiplications
// of the direct sum. Compiled once per instruction set, like kernels.cpp.
#include "kernels.h"

#include <cstring>

#define ES_JOIN_(a, b) a##b
#define ES_JOIN(a, b) ES_JOIN_(a, b)

namespace echosynth {
namespace {

#if defined(__AVX512F__)
constexpr int kLanes = 16, kRows = 12;
#elif defined(__AVX__)
constexpr int kLanes = 8, kRows = 6;
#else
constexpr int kLanes = 4, kRows = 6;
#endif

typedef float Vector __attribute__((vector_size(kLanes * 4)));
typedef uint32_t Bits __attribute__((vector_size(kLanes * 4)));
typedef uint16_t Halves __attribute__((vector_size(kLanes * 2)));

inline Vector load(const float* p) {
  Vector v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

inline void store(float* p, Vector v) {
  std::memcpy(p, &v, sizeof v);
}

inline Vector load(const bf16* p) {
  Halves h;
  std::memcpy(&h, p, sizeof h);
  const Bits b = __builtin_convertvector(h, Bits) << 16;
  Vector v;
  std::memcpy(&v, &b, sizeof v);
  return v;
}

// To the nearest, ties to even, as kernels.cpp does; what is not a number stays one.
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
void gather(const WinogradTask& task, int64_t tile, float* v, int64_t tiles) {
  const T* image = static_cast<const T*>(task.x);
  const int64_t across = (task.w + 3) / 4, y0 = tile / across * 4 - 1, x0 = tile % across * 4 - 1;
  for (int64_t c = 0; c < task.inputs; c += kLanes) {
    Vector columns[6][6];  // [column][row]
    for (int j = 0; j < 6; j++) {
      Vector d[6];
      const int64_t x = x0 + j;
      for (int i = 0; i < 6; i++) {
        const int64_t y = y0 + i;
        const bool inside = x >= 0 && x < task.w && y >= 0 && y < task.h;
        d[i] = inside ? load(image + (y * task.w + x) * task.inputs + c) : Vector{};
      }
      transform_input(d, columns[j]);
    }
    for (int i = 0; i < 6; i++) {
      Vector d[6], t[6];
      for (int j = 0; j < 6; j++) d[j] = columns[j][i];
      transform_input(d, t);
      for (int j = 0; j < 6; j++) store(v + (i * 6 + j) * tiles * task.inputs + c, t[j]);
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

// m [rows][outputs] = v [rows][inputs] · u [inputs][outputs], two vectors of outputs at a time.
template <int Rows>
void multiply(const float* v, const float* u, float* m, int64_t inputs, int64_t outputs) {
  for (int64_t c = 0; c < outputs; c += 2 * kLanes) {
    Vector sums[Rows][2] = {};
    for (int64_t k = 0; k < inputs; k++) {
      const Vector first = load(u + k * outputs + c), second = load(u + k * outputs + c + kLanes);
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

}  // namespace

void ES_JOIN(ES_ISA, _winograd)(const WinogradTask& task, int64_t begin, int64_t end, float* scratch) {
  const int64_t tiles = end - begin;
  float* v = scratch;
  float* m = scratch + 36 * tiles * task.inputs;
  for (int64_t i = 0; i < tiles; i++) (task.half ? gather<bf16> : gather<float>)(task, begin + i, v + i * task.inputs, tiles);
  for (int64_t e = 0; e < 36; e++) {
    const float* u = task.weights + e * task.inputs * task.outputs;
    const float* a = v + e * tiles * task.inputs;
    float* b = m + e * tiles * task.outputs;
    int64_t i = 0;
    for (; i + kRows <= tiles; i += kRows) multiply<kRows>(a + i * task.inputs, u, b + i * task.outputs, task.inputs, task.outputs);
    if constexpr (kRows > 8) {
      for (; i + 8 <= tiles; i += 8) multiply<8>(a + i * task.inputs, u, b + i * task.outputs, task.inputs, task.outputs);
    }
    for (; i + 4 <= tiles; i += 4) multiply<4>(a + i * task.inputs, u, b + i * task.outputs, task.inputs, task.outputs);
    for (; i < tiles; i++) multiply<1>(a + i * task.inputs, u, b + i * task.outputs, task.inputs, task.outputs);
  }
  for (int64_t i = 0; i < tiles; i++) (task.half ? scatter<bf16> : scatter<float>)(task, begin + i, m + i * task.outputs, tiles);
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

}  // namespace

void ES_JOIN(ES_ISA, _winograd_weights)(const float* filters, float* u, int64_t count, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; i += kLanes) {
    Vector g[9], t[36];
    for (int j = 0; j < 9; j++) g[j] = load(filters + j * count + i);
    transform_filter(g, t);
    for (int e = 0; e < 36; e++) store(u + e * count + i, t[e]);
  }
}

}  // namespace echosynth
