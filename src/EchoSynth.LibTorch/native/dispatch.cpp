// Chooses among the instruction sets that kernels.cpp was compiled for.
#include "kernels.h"

#include <strings.h>

#include <cstdlib>

namespace echosynth {
namespace {

const Kernels& choose() {
#if defined(ES_X86)
  const char* asked = std::getenv("ECHOSYNTH_ISA"); // whoever loads this has refused what is none of the names
  const auto may = [&](const char* name) { return asked == nullptr || *asked == '\0' || strcasecmp(asked, name) == 0; };
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (avx512 && may("avx512")) return avx512_kernels();
  if (avx2 && (may("avx2") || may("avx512"))) return avx2_kernels();
#endif
  return baseline_kernels();
}

}  // namespace

const Kernels& kernels() {
  static const Kernels& chosen = choose();
  return chosen;
}

}  // namespace echosynth
