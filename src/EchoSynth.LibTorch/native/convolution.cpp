// Convolutions whose weights oneDNN has laid out once (the operators mkldnn_prepacked::conv2d_prepack and conv2d_run, where libtorch has them).
#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include <memory>

#include "bridge.h"

namespace {

auto find(const char* name) {
  return c10::Dispatcher::singleton().findSchema({name, ""});
}

struct Packed {
  c10::IValue context;
};

}  // namespace

// 0 and a null result where this libtorch cannot.
ES_API int es_conv_pack(const void* weight, const void* bias, const int64_t* stride, const int64_t* padding, const int64_t* input_size, void** packed) {
  return echosynth::guarded([&] {
    static const auto prepack = find("mkldnn_prepacked::conv2d_prepack");
    *packed = nullptr;
    if (!prepack.has_value() || !at::globalContext().userEnabledMkldnn()) return 0;
    torch::jit::Stack stack;
    stack.emplace_back(echosynth::borrow(weight).detach().contiguous(at::MemoryFormat::ChannelsLast));
    const auto b = echosynth::borrow(bias);
    stack.emplace_back(b.defined() ? c10::IValue(b.detach()) : c10::IValue());
    stack.emplace_back(std::vector<int64_t>(stride, stride + 2));
    stack.emplace_back(std::vector<int64_t>(padding, padding + 2));
    stack.emplace_back(std::vector<int64_t>{1, 1});
    stack.emplace_back(int64_t{1});
    stack.emplace_back(std::vector<int64_t>(input_size, input_size + 4));
    stack.emplace_back(std::string("none"));
    prepack->callBoxed(stack);
    *packed = new Packed{std::move(stack[0])};
    return 0;
  });
}

ES_API int es_conv_run(const void* packed, const void* x, void** result) {
  return echosynth::guarded([&] {
    static const auto run = find("mkldnn_prepacked::conv2d_run");
    torch::jit::Stack stack;
    stack.emplace_back(echosynth::borrow(x).contiguous(at::MemoryFormat::ChannelsLast));
    stack.push_back(static_cast<const Packed*>(packed)->context);
    run->callBoxed(stack);
    *result = echosynth::release(std::move(stack[0]).toTensor());
    return 0;
  });
}

ES_API void es_conv_free(void* packed) {
  delete static_cast<Packed*>(packed);
}

// How often the tensor's values were changed in place, so that what was computed from them is known to be stale; −1 where that is not counted.
ES_API int es_tensor_version(const void* tensor, int64_t* version, const void** data) {
  return echosynth::guarded([&] {
    const auto t = echosynth::borrow(tensor);
    *version = t.is_inference() ? -1 : static_cast<int64_t>(t._version());
    *data = t.data_ptr();
    return 0;
  });
}
