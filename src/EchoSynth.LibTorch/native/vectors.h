// Vectors of the width of the instruction set that a file is compiled for.
#pragma once

#include "kernels.h"

#include <cstring>

namespace echosynth {
namespace {

#if defined(__AVX512F__)
constexpr int kLanes = 16, kRows = 12, kGradientRows = 8;
#elif defined(__AVX__)
constexpr int kLanes = 8, kRows = 6, kGradientRows = 4;
#else
constexpr int kLanes = 4, kRows = 6, kGradientRows = 4;
#endif

typedef float Vector __attribute__((vector_size(kLanes * 4)));
typedef uint32_t Bits __attribute__((vector_size(kLanes * 4)));
typedef int32_t Indices __attribute__((vector_size(kLanes * 4)));
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

}  // namespace
}  // namespace echosynth
