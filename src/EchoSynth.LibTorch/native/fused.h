// What several passes of ATen's operators do in one, for channels_last images on the CPU; registered as operators of their own ("echosynth::…").
#pragma once

#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>

#include <utility>
#include <vector>

#include "kernels.h"

namespace echosynth {

// std::optional, or c10::optional in an older libtorch.
using Optional = decltype(std::declval<const c10::IValue&>().toOptional<at::Tensor>());

// Positions that one thread does at a time. Sums are kept per chunk, so that a result does not depend on the number of threads.
constexpr int64_t kChunk = 256;

// [N, C, H, W] in float or bfloat16, channels_last.
at::Tensor nhwc(const at::Tensor& x);
at::Tensor empty_nhwc(at::IntArrayRef sizes, const at::Tensor& like, bool half);

inline bool is_half(const at::Tensor& x) {
  return x.scalar_type() == at::kBFloat16;
}

// Image n of an nhwc tensor.
inline Plane plane(const at::Tensor& x, int64_t n) {
  const int64_t positions = x.size(2) * x.size(3), channels = x.size(1);
  return {static_cast<const char*>(x.data_ptr()) + n * positions * channels * static_cast<int64_t>(x.element_size()), is_half(x), channels};
}

inline void* image(const at::Tensor& x, int64_t n) {
  return const_cast<void*>(plane(x, n).data);
}

// body(image, chunk, first position, end) for every chunk of every image.
template <class F>
void for_chunks(int64_t images, int64_t positions, const F& body) {
  const int64_t chunks = (positions + kChunk - 1) / kChunk;
  at::parallel_for(0, images * chunks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const int64_t first = i % chunks * kChunk;
      body(i / chunks, i % chunks, first, first + kChunk < positions ? first + kChunk : positions);
    }
  });
}

// Per image and channel, the sums over all chunks of what body(image, begin, end, sums of this chunk [lanes · channels]) wrote for each.
template <class F>
std::vector<double> chunk_sums(int64_t images, int64_t positions, int64_t width, const F& body) {
  const int64_t chunks = (positions + kChunk - 1) / kChunk;
  std::vector<float> parts(static_cast<size_t>(images * chunks * width));
  for_chunks(images, positions, [&](int64_t n, int64_t chunk, int64_t begin, int64_t end) {
    body(n, begin, end, parts.data() + (n * chunks + chunk) * width);
  });
  std::vector<double> sums(static_cast<size_t>(images * width));
  for (int64_t n = 0; n < images; n++) {
    for (int64_t chunk = 0; chunk < chunks; chunk++) {
      const float* part = parts.data() + (n * chunks + chunk) * width;
      double* sum = sums.data() + n * width;
      for (int64_t i = 0; i < width; i++) sum[i] += part[i];
    }
  }
  return sums;
}

}  // namespace echosynth
