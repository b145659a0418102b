// FIR resampling with the filter [1, 3, 3, 1] in both directions. Compiled once per instruction set, like kernels.cpp.
#include "pixels.h"

namespace echosynth {
namespace {

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

}  // namespace

void ES_JOIN(ES_ISA, _fir_down)(Plane x, int64_t h, int64_t w, int64_t c, float gain, void* out, bool half, int64_t begin, int64_t end, float* buffer) {
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

void ES_JOIN(ES_ISA, _fir_up)(Plane x, int64_t h, int64_t w, int64_t c, float gain, void* out, bool half, int64_t begin, int64_t end, float* buffer) {
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

void ES_JOIN(ES_ISA, _fir_same)(Plane x, int64_t h, int64_t w, int64_t c, int64_t pad, float gain, void* out, bool half, int64_t begin, int64_t end, float* buffer) {
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

}  // namespace echosynth
