// What the operators around group normalisation share.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "fused.h"

namespace echosynth {

// One image's statistics, for each channel that of its group; after the channel's offset was added.
struct Statistics {
  std::vector<float> mean, inverse;  // [N · C]
  std::vector<double> centre;        // [N · C]: the channel's own mean, normalised by its group
};

struct Shape {
  int64_t images, channels, positions, groups;
  int64_t group_size() const { return channels / groups; }
};

// Of [x, second, …] + offset; offset [N, C] or undefined.
Statistics statistics(const std::vector<at::Tensor>& parts, const at::Tensor& offset, const Shape& shape, double epsilon);

inline at::Tensor tensor(const Optional& t) {
  return t.has_value() ? *t : at::Tensor();
}

inline Optional optional(const at::Tensor& t) {
  return t.defined() ? Optional(t) : Optional();
}

inline bool needs_gradient(const at::Tensor& t) {
  return t.defined() && t.requires_grad();
}

}  // namespace echosynth
