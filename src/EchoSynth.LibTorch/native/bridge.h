// What every exported function needs: its visibility, the catch around it, and tensors across the border.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <exception>
#include <string>
#include <utility>

#define ES_API extern "C" __attribute__((visibility("default")))

namespace echosynth {

extern thread_local std::string last_error;

// Runs the body; whatever it throws becomes the message, and -1.
template <class F>
int guarded(F&& body) noexcept {
  try {
    return body();
  } catch (const c10::Error& e) {
    last_error = e.what_without_backtrace();
  } catch (const std::exception& e) {
    last_error = e.what();
  } catch (...) {
    last_error = "an exception of an unknown type";
  }
  return -1;
}

inline at::Tensor borrow(const void* impl) {
  using Pointer = c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>;
  if (impl == nullptr) return at::Tensor();
  return at::Tensor(Pointer::reclaim_copy(static_cast<at::TensorImpl*>(const_cast<void*>(impl))));
}

// A reference owned by the other side; null for an undefined tensor.
inline void* release(at::Tensor tensor) {
  return tensor.defined() ? static_cast<void*>(tensor.unsafeReleaseTensorImpl()) : nullptr;
}

}  // namespace echosynth
