// Loops over the pixels of channels_last images, in plain C++ without libtorch, so that one file can be compiled for several instruction
// sets and the best one chosen at run time. Images are [positions, channels], float or bfloat16; sums are float within a chunk of
// positions and double beyond it. No loop depends on the number of threads or on other images.
#pragma once

#include <cstdint>

// What is compiled once per instruction set begins with its name (ES_ISA).
#define ES_JOIN_(a, b) a##b
#define ES_JOIN(a, b) ES_JOIN_(a, b)

namespace echosynth {

struct bf16 {
  uint16_t bits;
};

// An image's positions and where the next position starts, in elements.
struct Plane {
  const void* data;
  bool half;       // bfloat16
  int64_t stride;  // elements from one position to the next
};

struct NormInput {
  Plane x;
  int64_t channels;
  const float* scale;    // [channels], multiplies x
  const float* shift;    // [channels], added then
  const float* gain;     // [channels] or null: with `map`, gain + map's first half multiplies what scale and shift gave
  const float* bias;     // [channels], with `map`: bias + map's second half is added then
  Plane map;             // [positions, 2 · all channels] or null data
  int64_t map_channels;  // all channels, where x is one part of several
  bool silu;
};

// A 3 × 3 convolution of one image, stride 1, padding 1. Channels are multiples of 32.
struct WinogradTask {
  const void* x;         // [h, w, inputs]
  bool half;             // x and y are bfloat16; the arithmetic is float all the same
  int64_t h, w, inputs, outputs;
  const float* weights;  // [36, outputs / 32, inputs, 32]: G g Gᵀ
  const float* bias;     // [outputs] or null
  void* y;               // [h, w, outputs]
};

// The gradient of such a convolution by its weights, from one image.
struct WinogradGradient {
  Plane x, dy;  // [h, w, inputs], [h, w, outputs]
  int64_t h, w, inputs, outputs;
};

struct Kernels {
  const char* name;

  // Tiles of 4 × 4 pixels [begin, end), row after row; scratch holds 36 · (end − begin) · (inputs + outputs) numbers.
  void (*winograd)(const WinogradTask& task, int64_t begin, int64_t end, float* scratch);

  // The same in three steps for many channels, whose weights no cache holds: tiles [begin, end) of an image as rows `first` and on of v [36, tiles, inputs];
  // m [tiles, outputs] = v u for the outputs [begin, end), multiples of 32; m [36, tiles, outputs] to pixels.
  void (*winograd_gather)(const WinogradTask& task, int64_t begin, int64_t end, float* v, int64_t first, int64_t tiles);
  void (*winograd_strip)(const float* v, const float* u, float* m, int64_t tiles, int64_t inputs, int64_t outputs, int64_t begin, int64_t end);
  void (*winograd_scatter)(const WinogradTask& task, int64_t begin, int64_t end, const float* m, int64_t first, int64_t tiles);

  // Filters [outputs, 9, inputs] → G g Gᵀ [36, outputs / 32, inputs, 32], for the gradient by the input (filters turned by 180°) [36, inputs / 32, outputs, 32];
  // the outputs [begin, end), multiples of 32.
  void (*winograd_weights)(const float* filters, float* u, int64_t inputs, int64_t outputs, bool backward, int64_t begin, int64_t end);

  // Tiles [begin, end) of an image, as rows `first` and on of v [36, tiles, inputs] and m [36, tiles, outputs]: Bᵀ x B and A dy Aᵀ.
  void (*winograd_tiles)(const WinogradGradient& task, int64_t begin, int64_t end, float* v, float* m, int64_t first, int64_t tiles);

  // u [outputs, inputs], rows [begin, end), becomes (or, where asked for, grows by) mᵀ v; m [tiles, outputs], v [tiles, inputs]. begin and end are multiples of 32.
  void (*winograd_product)(const float* m, const float* v, float* u, int64_t tiles, int64_t inputs, int64_t outputs, int64_t begin, int64_t end, bool add);

  // u [36, outputs, inputs] → Gᵀ u G [outputs, 9, inputs], the outputs [begin, end).
  void (*winograd_filters)(const float* u, float* filters, int64_t inputs, int64_t outputs, int64_t begin, int64_t end);

  // m [rows, outputs] = v [rows, inputs] u [inputs, outputs]; outputs is a multiple of 16.
  void (*rows_product)(const float* v, const float* u, float* m, int64_t rows, int64_t inputs, int64_t outputs);

  // u [outputs, inputs] grows by mᵀ v: m [positions, outputs], v [positions, inputs]; both are multiples of 16.
  void (*outer_product)(const float* m, const float* v, float* u, int64_t positions, int64_t inputs, int64_t outputs);

  // Per channel: sum and sum of squares of x − pivot over the positions.
  void (*moments)(Plane x, int64_t channels, const float* pivot, int64_t begin, int64_t end, float* sum, float* squares);

  // y = activation(x · scale + shift), or with a map activation((x · scale + shift) · (gain + map) + (bias + map′)).
  void (*norm)(const NormInput& input, void* y, bool half, int64_t y_stride, int64_t begin, int64_t end);

  // y = leaky(x + bias) · gain, where leaky(u) is u above 0 and slope · u else; bias [channels] or null.
  void (*leaky)(Plane x, int64_t channels, const float* bias, float slope, float gain, void* y, bool half, int64_t begin, int64_t end);

  // dx = dy · (y > 0 ? above : below), and per channel its sum.
  void (*leaky_backward)(Plane y, Plane dy, int64_t channels, float above, float below, void* dx, bool half, int64_t begin, int64_t end, float* sum);

  // y = (a + b) · factor + noise · strength; b's data may be null. noise [positions], strength [channels].
  void (*add_noise)(Plane a, Plane b, float factor, const float* noise, const float* strength, int64_t channels, void* y, bool half, int64_t begin, int64_t end);

  // Per channel: the sum of dy · noise.
  void (*noise_sums)(Plane dy, const float* noise, int64_t channels, int64_t begin, int64_t end, float* sum);

  // y = (a + b) · factor
  void (*add_scaled)(Plane a, Plane b, float factor, int64_t channels, void* y, bool half, int64_t begin, int64_t end);

  // Output rows [begin, end) of one image [h, w, c] under the FIR filter [1, 3, 3, 1] in both directions.
  void (*fir_down)(Plane x, int64_t h, int64_t w, int64_t c, float gain, void* y, bool half, int64_t begin, int64_t end, float* row);
  void (*fir_up)(Plane x, int64_t h, int64_t w, int64_t c, float gain, void* y, bool half, int64_t begin, int64_t end, float* row);
  void (*fir_same)(Plane x, int64_t h, int64_t w, int64_t c, int64_t pad, float gain, void* y, bool half, int64_t begin, int64_t end, float* row);

  // Backward of norm with per-channel modulation: du = dy · activation′(u).
  // First pass: du, and per channel its sum and that of du · x̂, where x̂ = (x − mean) · inverse deviation.
  void (*norm_backward_sums)(Plane x, Plane dy, int64_t channels, const float* scale, const float* shift, const float* mean,
                             const float* inverse, bool silu, float* du, int64_t begin, int64_t end, float* sum, float* product);
  // Second pass: dx = du · scale − offset − x̂ · slope; dx may be du.
  void (*norm_backward)(Plane x, const float* du, int64_t channels, const float* scale, const float* mean,
                        const float* inverse, const float* offset, const float* slope, void* dx, bool half, int64_t begin, int64_t end);

  // The same with a map: t = x · scale + shift is the normalised value, g = gain + map, u = t · g + (bias + map′).
  // First pass: dmap = [du · t, du] and dt = du · g; per channel: sums of dt and dt · t, and of du · t and du.
  void (*map_backward_sums)(const NormInput& input, Plane dy, float* dmap, float* dt, int64_t begin, int64_t end,
                            float* sum, float* product, float* dgain, float* dbias);
  // Second pass: dx = (dt − offset − t · slope) · scale; dx may be dt.
  void (*map_backward)(const NormInput& input, const float* dt, const float* offset, const float* slope, void* dx, bool half, int64_t begin, int64_t end);

  // One step of Adam over [begin, end): moments, then the parameter.
  void (*adam)(float* p, const float* g, float* m, float* v, float beta1, float beta2, float step_size, float epsilon, float root_correction,
               float decay_factor, float l2, int64_t begin, int64_t end);
};

const Kernels& baseline_kernels();
#if defined(ES_X86)
const Kernels& avx2_kernels();
const Kernels& avx512_kernels();
#endif

// The best that this processor has; ECHOSYNTH_ISA=baseline|avx2|avx512 asks for less.
const Kernels& kernels();

}  // namespace echosynth
