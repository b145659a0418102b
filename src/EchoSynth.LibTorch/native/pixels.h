// Elements of channels_last images, and the functions applied to them; for files that are compiled once per instruction set.
#pragma once

#include "kernels.h"

#include <cstring>
#include <type_traits>

namespace echosynth {
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

// e^x to 2 units in the last place for x in [−60, 60], clamped there: 2^n · p(f), f within ±½ ln 2. Compilers work out what the bounds lead to, and multiply all lanes by it: with e^88 that
// were subnormal numbers, for each of which some processors take a hundred cycles.
inline float exponential(float x) {
  x = x < -60.0f ? -60.0f : x;
  x = x > 60.0f ? 60.0f : x;
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

}  // namespace
}  // namespace echosynth
