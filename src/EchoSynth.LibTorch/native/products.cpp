// Products of small matrices, a few positions of an image by the weights of a 1 × 1 convolution. Compiled once per instruction set, like kernels.cpp.
#include "kernels.h"
#include "vectors.h"

namespace echosynth {
namespace {

// m [Rows][outputs] = v [Rows][inputs] · u [inputs][outputs], Lanes vectors of outputs from c on.
template <int Rows, int Lanes>
void multiply(const float* v, const float* u, float* m, int64_t inputs, int64_t outputs, int64_t c) {
  Vector sums[Rows][Lanes] = {};
  for (int64_t k = 0; k < inputs; k++) {
    Vector weights[Lanes];
#pragma GCC unroll 4
    for (int j = 0; j < Lanes; j++) weights[j] = load(u + k * outputs + c + j * kLanes);
#pragma GCC unroll 16
    for (int r = 0; r < Rows; r++) {
      const float a = v[r * inputs + k];
#pragma GCC unroll 4
      for (int j = 0; j < Lanes; j++) sums[r][j] += a * weights[j];
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < Rows; r++) {
#pragma GCC unroll 4
    for (int j = 0; j < Lanes; j++) store(m + r * outputs + c + j * kLanes, sums[r][j]);
  }
}

template <int Rows>
void multiply_columns(const float* v, const float* u, float* m, int64_t inputs, int64_t outputs) {
  int64_t c = 0;
  for (; c + 2 * kLanes <= outputs; c += 2 * kLanes) multiply<Rows, 2>(v, u, m, inputs, outputs, c);
  for (; c < outputs; c += kLanes) multiply<Rows, 1>(v, u, m, inputs, outputs, c);
}

// u [Rows][inputs] += Σ over positions of m [positions][outputs] at Rows outputs, times v [positions][inputs].
template <int Rows>
void add_outer(const float* m, const float* v, float* u, int64_t positions, int64_t inputs, int64_t outputs) {
  for (int64_t c = 0; c < inputs; c += kLanes) {
    Vector sums[Rows] = {};
    for (int64_t i = 0; i < positions; i++) {
      const Vector x = load(v + i * inputs + c);
#pragma GCC unroll 16
      for (int r = 0; r < Rows; r++) sums[r] += m[i * outputs + r] * x;
    }
#pragma GCC unroll 16
    for (int r = 0; r < Rows; r++) store(u + r * inputs + c, load(u + r * inputs + c) + sums[r]);
  }
}

}  // namespace

void ES_JOIN(ES_ISA, _rows_product)(const float* v, const float* u, float* m, int64_t rows, int64_t inputs, int64_t outputs) {
  int64_t i = 0;
  for (; i + kRows <= rows; i += kRows) multiply_columns<kRows>(v + i * inputs, u, m + i * outputs, inputs, outputs);
  for (; i + 4 <= rows; i += 4) multiply_columns<4>(v + i * inputs, u, m + i * outputs, inputs, outputs);
  for (; i < rows; i++) multiply_columns<1>(v + i * inputs, u, m + i * outputs, inputs, outputs);
}

void ES_JOIN(ES_ISA, _outer_product)(const float* m, const float* v, float* u, int64_t positions, int64_t inputs, int64_t outputs) {
  constexpr int rows = kLanes >= 16 ? 16 : 8;
  for (int64_t o = 0; o < outputs; o += rows) add_outer<rows>(m + o, v, u + o * inputs, positions, inputs, outputs);
}

}  // namespace echosynth
