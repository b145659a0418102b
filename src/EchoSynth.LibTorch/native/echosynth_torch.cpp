// The native side of EchoSynth.LibTorch: operators are found in ATen's dispatcher by their schema name and called boxed, so that one
// function serves every operator of every libtorch. A tensor crosses the border as an owned at::TensorImpl*. No exception crosses it:
// a function that can fail returns a status, and es_last_error() tells the message to the same thread.

#include <ATen/Context.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/jit_type.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <dlfcn.h>
#if defined(ES_OPENMP_CAN_PAUSE)
#include <omp.h>
#endif

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "bridge.h"
#include "kernels.h"

namespace {

using echosynth::borrow;
using echosynth::guarded;
using echosynth::last_error;
using echosynth::release;

using c10::IValue;
using c10::TypeKind;
using torch::jit::Stack;

enum Tag : int32_t {
  kNone = 0,
  kDefault = 1,
  kTensor = 2,
  kInt = 3,
  kDouble = 4,
  kBool = 5,
  kIntList = 6,
  kDoubleList = 7,
  kTensorList = 8,
  kDevice = 9,
  kGenerator = 10,
  kString = 11,
  kComplex = 12,
};

}  // namespace

// One argument or one result. The managed struct of the same layout is NativeArg.
struct es_value {
  int32_t tag;
  int32_t extra;
  union {
    int64_t i;
    double d;
    const void* p;
  } a;
  union {
    int64_t n;
    double d;
  } b;
};

namespace {

enum class Want : uint8_t {
  Tensor,
  Int,
  Double,
  Bool,
  Scalar,
  IntList,
  DoubleList,
  BoolList,
  TensorList,
  OptionalTensorList,
  ScalarList,
  String,
  Device,
  Generator,
  Other,
};

struct Parameter {
  Want want = Want::Other;
  bool optional = false;
  bool has_default = false;
  int32_t fixed_length = 0;
  IValue default_value;
  std::string name;
};

bool is_integer(TypeKind kind) {
  return kind == TypeKind::IntType || kind == TypeKind::SymIntType || kind == TypeKind::ScalarTypeType ||
      kind == TypeKind::LayoutType || kind == TypeKind::MemoryFormatType;
}

Want want_of(const c10::TypePtr& type) {
  const auto kind = type->kind();
  if (is_integer(kind)) return Want::Int;
  switch (kind) {
    case TypeKind::TensorType: return Want::Tensor;
    case TypeKind::FloatType:
    case TypeKind::SymFloatType: return Want::Double;
    case TypeKind::BoolType: return Want::Bool;
    case TypeKind::NumberType: return Want::Scalar;
    case TypeKind::StringType: return Want::String;
    case TypeKind::DeviceObjType: return Want::Device;
    case TypeKind::GeneratorType: return Want::Generator;
    case TypeKind::ListType: {
      const auto element = type->expectRef<c10::ListType>().getElementType();
      if (element->kind() == TypeKind::OptionalType) return Want::OptionalTensorList;
      switch (want_of(element)) {
        case Want::Int: return Want::IntList;
        case Want::Double: return Want::DoubleList;
        case Want::Bool: return Want::BoolList;
        case Want::Tensor: return Want::TensorList;
        case Want::Scalar: return Want::ScalarList;
        default: return Want::Other;
      }
    }
    default: return Want::Other;
  }
}

struct Operator {
  c10::OperatorHandle handle;
  std::vector<Parameter> parameters;

  explicit Operator(c10::OperatorHandle h) : handle(std::move(h)) {
    for (const auto& argument : handle.schema().arguments()) {
      Parameter p;
      c10::TypePtr type = argument.type();
      if (type->kind() == TypeKind::OptionalType) {
        p.optional = true;
        type = type->expectRef<c10::OptionalType>().getElementType();
      }
      p.want = want_of(type);
      p.name = argument.name();
      p.fixed_length = argument.N().value_or(0);
      if (argument.default_value().has_value()) {
        p.has_default = true;
        p.default_value = *argument.default_value();
      }
      parameters.push_back(std::move(p));
    }
  }
};

[[noreturn]] void mismatch(const Parameter& p, const char* what) {
  throw std::invalid_argument("argument '" + p.name + "': " + what);
}

int64_t to_int(const es_value& v, const Parameter& p) {
  if (v.tag == kInt || v.tag == kBool) return v.a.i;
  mismatch(p, "an integer is wanted");
}

double to_double(const es_value& v, const Parameter& p) {
  if (v.tag == kDouble) return v.a.d;
  if (v.tag == kInt || v.tag == kBool) return static_cast<double>(v.a.i);
  mismatch(p, "a number is wanted");
}

IValue to_scalar(const es_value& v, const Parameter& p) {
  switch (v.tag) {
    case kInt: return IValue(v.a.i);
    case kDouble: return IValue(v.a.d);
    case kBool: return IValue(v.a.i != 0);
    case kComplex: return IValue(c10::complex<double>(v.a.d, v.b.d));
    default: mismatch(p, "a number is wanted");
  }
}

IValue to_int_list(const es_value& v, const Parameter& p) {
  if (v.tag == kIntList) {
    const auto* values = static_cast<const int64_t*>(v.a.p);
    return IValue(std::vector<int64_t>(values, values + v.b.n));
  }
  // As in Python, one number stands for a list of it.
  if (v.tag == kInt) return IValue(std::vector<int64_t>(p.fixed_length > 0 ? p.fixed_length : 1, v.a.i));
  mismatch(p, "a list of integers is wanted");
}

IValue to_double_list(const es_value& v, const Parameter& p) {
  if (v.tag == kDoubleList) {
    const auto* values = static_cast<const double*>(v.a.p);
    return IValue(std::vector<double>(values, values + v.b.n));
  }
  mismatch(p, "a list of numbers is wanted");
}

IValue to_bool_list(const es_value& v, const Parameter& p) {
  if (v.tag != kIntList) mismatch(p, "a list of truth values is wanted");
  const auto* values = static_cast<const int64_t*>(v.a.p);
  c10::List<bool> list;
  list.reserve(static_cast<size_t>(v.b.n));
  for (int64_t i = 0; i < v.b.n; i++) list.push_back(values[i] != 0);
  return IValue(std::move(list));
}

IValue to_tensor_list(const es_value& v, const Parameter& p) {
  if (v.tag != kTensorList) mismatch(p, "a list of tensors is wanted");
  const auto* handles = static_cast<const void* const*>(v.a.p);
  if (p.want == Want::OptionalTensorList) {
    c10::impl::GenericList list(c10::OptionalType::ofTensor());
    list.reserve(static_cast<size_t>(v.b.n));
    for (int64_t i = 0; i < v.b.n; i++) list.push_back(handles[i] == nullptr ? IValue() : IValue(borrow(handles[i])));
    return IValue(std::move(list));
  }
  c10::List<at::Tensor> list;
  list.reserve(static_cast<size_t>(v.b.n));
  for (int64_t i = 0; i < v.b.n; i++) list.push_back(borrow(handles[i]));
  return IValue(std::move(list));
}

c10::Device to_device(const es_value& v) {
  return c10::Device(static_cast<c10::DeviceType>(v.a.i), static_cast<c10::DeviceIndex>(v.b.n));
}

IValue to_ivalue(const es_value& v, const Parameter& p) {
  if (v.tag == kNone) {
    if (p.optional) return IValue();
    if (p.want == Want::Tensor) return IValue(at::Tensor());
    if (p.has_default) return p.default_value;
    mismatch(p, "a value is wanted, and there is none");
  }
  if (v.tag == kDefault) {
    if (p.has_default) return p.default_value;
    mismatch(p, "it has no default value");
  }
  switch (p.want) {
    case Want::Tensor:
      if (v.tag == kTensor) return IValue(borrow(v.a.p));
      mismatch(p, "a tensor is wanted");
    case Want::Int: return IValue(to_int(v, p));
    case Want::Double: return IValue(to_double(v, p));
    case Want::Bool:
      if (v.tag == kBool) return IValue(v.a.i != 0);
      mismatch(p, "a truth value is wanted");
    case Want::Scalar: return to_scalar(v, p);
    case Want::IntList: return to_int_list(v, p);
    case Want::DoubleList: return to_double_list(v, p);
    case Want::BoolList: return to_bool_list(v, p);
    case Want::TensorList:
    case Want::OptionalTensorList: return to_tensor_list(v, p);
    case Want::String:
      if (v.tag == kString) return IValue(std::string(static_cast<const char*>(v.a.p), static_cast<size_t>(v.b.n)));
      mismatch(p, "a text is wanted");
    case Want::Device:
      if (v.tag == kDevice) return IValue(to_device(v));
      mismatch(p, "a device is wanted");
    case Want::Generator:
      if (v.tag == kGenerator) return IValue(*static_cast<const at::Generator*>(v.a.p));
      mismatch(p, "a random generator is wanted");
    default: mismatch(p, "an argument of this type is not supported");
  }
}

// A list result is read by the caller before its thread's next call.
thread_local std::vector<void*> list_result;

int lend(std::vector<at::Tensor> tensors, void* const** results) {
  list_result.clear();
  list_result.reserve(tensors.size());
  for (auto& tensor : tensors) list_result.push_back(release(std::move(tensor)));
  *results = list_result.data();
  return static_cast<int>(list_result.size());
}

void set_tensor(es_value& out, at::Tensor tensor) {
  out.tag = kTensor;
  out.a.p = release(std::move(tensor));
}

void set_result(es_value& out, IValue&& value) {
  out = es_value{};
  if (value.isTensor()) {
    set_tensor(out, std::move(value).toTensor());
  } else if (value.isInt()) {
    out.tag = kInt;
    out.a.i = value.toInt();
  } else if (value.isDouble()) {
    out.tag = kDouble;
    out.a.d = value.toDouble();
  } else if (value.isBool()) {
    out.tag = kBool;
    out.a.i = value.toBool() ? 1 : 0;
  } else if (value.isComplexDouble()) {
    out.tag = kComplex;
    out.a.d = value.toComplexDouble().real();
    out.b.d = value.toComplexDouble().imag();
  } else if (value.isTensorList()) {
    void* const* handles;
    out.b.n = lend(value.toTensorVector(), &handles);
    out.a.p = handles;
    out.tag = kTensorList;
  } else if (!value.isNone()) {
    throw std::runtime_error("a result of this type is not supported: " + value.tagKind());
  }
}

// One stack per thread, lent to the call in progress; a call made from within another takes a fresh one.
struct StackLoan {
  Stack stack;
  static Stack& spare() {
    thread_local Stack s;
    return s;
  }
  StackLoan() : stack(std::move(spare())) {
    stack.clear();
  }
  ~StackLoan() {
    stack.clear();
    spare() = std::move(stack);
  }
  StackLoan(const StackLoan&) = delete;
  StackLoan& operator=(const StackLoan&) = delete;
};

std::vector<at::Tensor> borrow_all(const void* const* handles, int64_t n) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(static_cast<size_t>(n));
  for (int64_t i = 0; i < n; i++) tensors.push_back(borrow(handles[i]));
  return tensors;
}

at::Generator default_generator(int device_type, int device_index) {
  return at::globalContext().defaultGenerator(
      c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index)));
}

const char* allocator_setting = "the C library's own";

#ifdef __GLIBC__
// A step allocates and frees the same large blocks again and again. With glibc's thresholds each of them is mapped from and returned to
// the kernel every time, and its pages are cleared again; kept in the heap, they are reused.
__attribute__((constructor)) void tune_malloc() {
  const char* choice = std::getenv("ECHOSYNTH_MALLOC");
  if (choice != nullptr && std::strcmp(choice, "default") == 0) {
    allocator_setting = "the C library's own (ECHOSYNTH_MALLOC=default)";
    return;
  }
  constexpr int largest_mmap_threshold = 1 << 30;
  constexpr int mmap_threshold_of_older_glibc = 32 << 20;
  bool raised = mallopt(M_MMAP_THRESHOLD, largest_mmap_threshold) == 1 ||
      mallopt(M_MMAP_THRESHOLD, mmap_threshold_of_older_glibc) == 1;
  raised = mallopt(M_TRIM_THRESHOLD, INT32_MAX) == 1 && raised;
  raised = mallopt(M_TOP_PAD, 64 << 20) == 1 && raised;
  if (raised) allocator_setting = "glibc, mmap, trim and top-pad thresholds raised";
}
#endif

}  // namespace

// ---- the library ----

namespace echosynth {
thread_local std::string last_error;
}

ES_API const char* es_last_error() {
  return last_error.c_str();
}

ES_API const char* es_version() {
  return TORCH_VERSION;
}

ES_API const char* es_libtorch_path() {
  Dl_info info;
  const bool found = dladdr(reinterpret_cast<void*>(&at::show_config), &info) != 0 && info.dli_fname != nullptr;
  return found ? info.dli_fname : "";
}

ES_API const char* es_allocator() {
  return allocator_setting;
}

ES_API const char* es_instruction_set() {
  return echosynth::kernels().name;
}

ES_API int es_build_config(const char** text) {
  return guarded([&] {
    static const std::string config = at::show_config();
    *text = config.c_str();
    return 0;
  });
}

// ---- operators ----

ES_API int es_find_operator(const char* name, const char* overload, void** found) {
  return guarded([&] {
    auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    if (!handle.has_value()) {
      last_error = "this libtorch (" TORCH_VERSION ") has no such operator";
      return -1;
    }
    *found = new Operator(*handle);
    return 0;
  });
}

// The number of results, or -1. At most `capacity` of them are handed over; the rest are dropped here.
ES_API int es_call(const void* op, const es_value* args, int count, es_value* results, int capacity) {
  return guarded([&] {
    const auto& o = *static_cast<const Operator*>(op);
    const auto wanted = o.parameters.size();
    if (static_cast<size_t>(count) > wanted) {
      throw std::invalid_argument("too many arguments: " + std::to_string(count) + " instead of " + std::to_string(wanted));
    }
    StackLoan loan;
    auto& stack = loan.stack;
    stack.reserve(wanted);
    for (size_t i = 0; i < wanted; i++) {
      const auto& p = o.parameters[i];
      if (i < static_cast<size_t>(count)) {
        stack.push_back(to_ivalue(args[i], p));
      } else if (p.has_default) {
        stack.push_back(p.default_value);
      } else {
        mismatch(p, "it has no default value");
      }
    }
    o.handle.callBoxed(stack);
    const int produced = static_cast<int>(stack.size());
    int handed = 0;
    try {
      for (; handed < produced && handed < capacity; handed++) set_result(results[handed], std::move(stack[handed]));
    } catch (...) {
      for (int i = 0; i < handed; i++) {
        if (results[i].tag != kTensor || results[i].a.p == nullptr) continue;
        c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(
            static_cast<at::TensorImpl*>(const_cast<void*>(results[i].a.p)));
      }
      throw;
    }
    return produced;
  });
}

// ---- tensors ----

ES_API int es_tensor_free(void* tensor) {
  return guarded([&] {
    c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(static_cast<at::TensorImpl*>(tensor));
    return 0;
  });
}

ES_API int es_tensor_sizes(const void* tensor, const int64_t** sizes, int64_t* count) {
  return guarded([&] {
    const auto s = static_cast<const at::TensorImpl*>(tensor)->sizes();
    *sizes = s.data();
    *count = static_cast<int64_t>(s.size());
    return 0;
  });
}

ES_API int es_tensor_strides(const void* tensor, const int64_t** strides, int64_t* count) {
  return guarded([&] {
    const auto s = static_cast<const at::TensorImpl*>(tensor)->strides();
    *strides = s.data();
    *count = static_cast<int64_t>(s.size());
    return 0;
  });
}

ES_API int es_tensor_dim(const void* tensor, int64_t* dim) {
  return guarded([&] {
    *dim = static_cast<const at::TensorImpl*>(tensor)->dim();
    return 0;
  });
}

ES_API int es_tensor_numel(const void* tensor, int64_t* numel) {
  return guarded([&] {
    *numel = static_cast<const at::TensorImpl*>(tensor)->numel();
    return 0;
  });
}

ES_API int es_tensor_storage_offset(const void* tensor, int64_t* offset) {
  return guarded([&] {
    *offset = static_cast<const at::TensorImpl*>(tensor)->storage_offset();
    return 0;
  });
}

ES_API int es_tensor_dtype(const void* tensor, int* dtype) {
  return guarded([&] {
    *dtype = static_cast<int>(c10::typeMetaToScalarType(static_cast<const at::TensorImpl*>(tensor)->dtype()));
    return 0;
  });
}

ES_API int es_tensor_device(const void* tensor, int* type, int* index) {
  return guarded([&] {
    const auto device = static_cast<const at::TensorImpl*>(tensor)->device();
    *type = static_cast<int>(device.type());
    *index = static_cast<int>(device.index());
    return 0;
  });
}

ES_API int es_tensor_data(const void* tensor, void** data) {
  return guarded([&] {
    *data = borrow(tensor).data_ptr();
    return 0;
  });
}

ES_API int es_tensor_storage(const void* tensor, void** data, int64_t* bytes) {
  return guarded([&] {
    const auto t = borrow(tensor);
    *bytes = static_cast<int64_t>(t.storage().nbytes());
    *data = static_cast<char*>(t.data_ptr()) - t.storage_offset() * static_cast<int64_t>(t.element_size());
    return 0;
  });
}

enum Flag : int {
  kRequiresGrad = 0,
  kIsLeaf = 1,
  kIsContiguous = 2,
  kIsSparse = 3,
  kIsInference = 4,
  kRetainsGrad = 5,
  kIsPinned = 6,
};

ES_API int es_tensor_flag(const void* tensor, int flag) {
  return guarded([&]() -> int {
    const auto t = borrow(tensor);
    switch (flag) {
      case kRequiresGrad: return t.requires_grad();
      case kIsLeaf: return t.is_leaf();
      case kIsContiguous: return t.is_contiguous();
      case kIsSparse: return t.is_sparse();
      case kIsInference: return t.is_inference();
      case kRetainsGrad: return t.retains_grad();
      case kIsPinned: return t.is_pinned();
      default: throw std::invalid_argument("no such flag");
    }
  });
}

ES_API int es_tensor_set_requires_grad(const void* tensor, int on) {
  return guarded([&] {
    borrow(tensor).set_requires_grad(on != 0);
    return 0;
  });
}

ES_API int es_tensor_retain_grad(const void* tensor) {
  return guarded([&] {
    borrow(tensor).retain_grad();
    return 0;
  });
}

ES_API int es_tensor_grad(const void* tensor, void** grad) {
  return guarded([&] {
    const auto t = borrow(tensor);
    const at::Tensor& g = t.grad();
    *grad = release(g);
    return 0;
  });
}

ES_API int es_tensor_set_grad(const void* tensor, const void* grad) {
  return guarded([&] {
    borrow(tensor).mutable_grad() = borrow(grad);
    return 0;
  });
}

typedef void (*es_deleter)(void* context);

// The memory stays the caller's until `deleter(context)` is called, once, from any thread.
ES_API int es_from_blob(
    void* data, const int64_t* sizes, int64_t count, int dtype, es_deleter deleter, void* context, void** tensor) {
  return guarded([&] {
    *tensor = release(at::from_blob(
        data,
        at::IntArrayRef(sizes, static_cast<size_t>(count)),
        [deleter, context](void*) { deleter(context); },
        at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype))));
    return 0;
  });
}

// ---- autograd ----

ES_API int es_backward(
    const void* const* tensors, const void* const* gradients, int64_t count, int retain_graph, int create_graph,
    const void* const* inputs, int64_t input_count) {
  return guarded([&] {
    torch::autograd::variable_list seeds;
    if (gradients != nullptr) seeds = borrow_all(gradients, count);
    torch::autograd::backward(
        borrow_all(tensors, count), seeds, retain_graph != 0, create_graph != 0, borrow_all(inputs, input_count));
    return 0;
  });
}

ES_API int es_grad(
    const void* const* outputs, const void* const* gradients, int64_t output_count, const void* const* inputs,
    int64_t input_count, int retain_graph, int create_graph, int allow_unused, void** results) {
  return guarded([&] {
    torch::autograd::variable_list seeds;
    if (gradients != nullptr) seeds = borrow_all(gradients, output_count);
    auto found = torch::autograd::grad(
        borrow_all(outputs, output_count), borrow_all(inputs, input_count), seeds, retain_graph != 0, create_graph != 0,
        allow_unused != 0);
    for (int64_t i = 0; i < input_count; i++) results[i] = release(std::move(found[static_cast<size_t>(i)]));
    return 0;
  });
}

ES_API int es_grad_mode() {
  return c10::GradMode::is_enabled() ? 1 : 0;
}

ES_API void es_set_grad_mode(int on) {
  c10::GradMode::set_enabled(on != 0);
}

ES_API int es_inference_mode() {
  return c10::InferenceMode::is_enabled() ? 1 : 0;
}

ES_API int es_enter_inference_mode(int on, void** guard) {
  return guarded([&] {
    *guard = new c10::InferenceMode(on != 0);
    return 0;
  });
}

ES_API int es_leave_inference_mode(void* guard) {
  return guarded([&] {
    delete static_cast<c10::InferenceMode*>(guard);
    return 0;
  });
}

ES_API int es_anomaly_mode() {
  return torch::autograd::AnomalyMode::is_enabled() ? 1 : 0;
}

ES_API int es_anomaly_checks_nan() {
  return torch::autograd::AnomalyMode::should_check_nan() ? 1 : 0;
}

ES_API void es_set_anomaly_mode(int on, int check_nan) {
  torch::autograd::AnomalyMode::set_enabled(on != 0, check_nan != 0);
}

// ---- random numbers ----

ES_API int es_manual_seed(int64_t seed) {
  return guarded([&] {
    at::manual_seed(static_cast<uint64_t>(seed));
    return 0;
  });
}

ES_API int es_generator_new(int64_t seed, int device_type, int device_index, void** generator) {
  return guarded([&] {
    if (static_cast<c10::DeviceType>(device_type) == c10::DeviceType::CPU) {
      *generator = new at::Generator(at::make_generator<at::CPUGeneratorImpl>(static_cast<uint64_t>(seed)));
      return 0;
    }
    // Any other device's generator class needs that device's headers; a copy of the default one does not.
    auto copy = std::make_unique<at::Generator>(default_generator(device_type, device_index).clone());
    copy->set_current_seed(static_cast<uint64_t>(seed));
    *generator = copy.release();
    return 0;
  });
}

ES_API int es_generator_default(int device_type, int device_index, void** generator) {
  return guarded([&] {
    *generator = new at::Generator(default_generator(device_type, device_index));
    return 0;
  });
}

ES_API void es_generator_free(void* generator) {
  delete static_cast<at::Generator*>(generator);
}

ES_API int es_generator_set_seed(void* generator, int64_t seed) {
  return guarded([&] {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    g.set_current_seed(static_cast<uint64_t>(seed));
    return 0;
  });
}

ES_API int es_generator_seed(const void* generator, int64_t* seed) {
  return guarded([&] {
    *seed = static_cast<int64_t>(static_cast<const at::Generator*>(generator)->current_seed());
    return 0;
  });
}

// A new seed from the system's source of chance.
ES_API int es_generator_reseed(void* generator, int64_t* seed) {
  return guarded([&] {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    *seed = static_cast<int64_t>(g.seed());
    return 0;
  });
}

ES_API int es_generator_get_state(void* generator, void** state) {
  return guarded([&] {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    *state = release(g.get_state());
    return 0;
  });
}

ES_API int es_generator_set_state(void* generator, const void* state) {
  return guarded([&] {
    auto& g = *static_cast<at::Generator*>(generator);
    std::lock_guard<std::mutex> lock(g.mutex());
    g.set_state(borrow(state));
    return 0;
  });
}

ES_API int es_generator_device(const void* generator, int* type, int* index) {
  return guarded([&] {
    const auto device = static_cast<const at::Generator*>(generator)->device();
    *type = static_cast<int>(device.type());
    *index = static_cast<int>(device.index());
    return 0;
  });
}

// ---- threads and devices ----

ES_API int es_threads(int* within, int* between) {
  return guarded([&] {
    *within = at::get_num_threads();
    *between = at::get_num_interop_threads();
    return 0;
  });
}

ES_API int es_set_threads(int count) {
  return guarded([&] {
    at::set_num_threads(count);
    return 0;
  });
}

ES_API int es_set_interop_threads(int count) {
  return guarded([&] {
    at::set_num_interop_threads(count);
    return 0;
  });
}

// Ends the threads that OpenMP keeps for the calling thread's operators. Where threads are kept for several callers, more than there are processors, each of
// them goes to sleep at every barrier, and an operator of microseconds waits for it to wake.
ES_API void es_release_threads() {
#if defined(ES_OPENMP_CAN_PAUSE)
  if (omp_get_max_threads() > 1) omp_pause_resource_all(omp_pause_soft);
#endif
}

ES_API int es_cuda_available() {
  return guarded([&]() -> int { return torch::cuda::is_available(); });
}

ES_API int es_cudnn_available() {
  return guarded([&]() -> int { return torch::cuda::cudnn_is_available(); });
}

ES_API int es_cuda_count() {
  return guarded([&]() -> int { return static_cast<int>(torch::cuda::device_count()); });
}

ES_API int es_cuda_seed(int64_t seed, int all) {
  return guarded([&] {
    if (all != 0) {
      torch::cuda::manual_seed_all(static_cast<uint64_t>(seed));
    } else {
      torch::cuda::manual_seed(static_cast<uint64_t>(seed));
    }
    return 0;
  });
}

ES_API int es_cuda_synchronize(int device_index) {
  return guarded([&] {
    torch::cuda::synchronize(device_index);
    return 0;
  });
}

enum Setting : int {
  kTf32MatMul = 0,
  kTf32Cudnn = 1,
  kBenchmarkCudnn = 2,
  kDeterministicCudnn = 3,
};

ES_API int es_setting(int setting) {
  return guarded([&]() -> int {
    auto& context = at::globalContext();
    switch (setting) {
      case kTf32MatMul: return context.allowTF32CuBLAS();
      case kTf32Cudnn: return context.allowTF32CuDNN();
      case kBenchmarkCudnn: return context.benchmarkCuDNN();
      case kDeterministicCudnn: return context.deterministicCuDNN();
      default: throw std::invalid_argument("no such setting");
    }
  });
}

ES_API int es_set_setting(int setting, int on) {
  return guarded([&] {
    auto& context = at::globalContext();
    switch (setting) {
      case kTf32MatMul: context.setAllowTF32CuBLAS(on != 0); break;
      case kTf32Cudnn: context.setAllowTF32CuDNN(on != 0); break;
      case kBenchmarkCudnn: context.setBenchmarkCuDNN(on != 0); break;
      case kDeterministicCudnn: context.setDeterministicCuDNN(on != 0); break;
      default: throw std::invalid_argument("no such setting");
    }
    return 0;
  });
}

// ---- TorchScript ----

ES_API int es_jit_load(const char* path, const char* bytes, int64_t length, int device_type, int device_index, void** module) {
  return guarded([&] {
    const c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
    if (path != nullptr) {
      *module = new torch::jit::Module(torch::jit::load(std::string(path), device));
    } else {
      std::istringstream stream(std::string(bytes, static_cast<size_t>(length)));
      *module = new torch::jit::Module(torch::jit::load(stream, device));
    }
    return 0;
  });
}

ES_API void es_jit_free(void* module) {
  delete static_cast<torch::jit::Module*>(module);
}

ES_API int es_jit_train(void* module, int on) {
  return guarded([&] {
    static_cast<torch::jit::Module*>(module)->train(on != 0);
    return 0;
  });
}

ES_API int es_jit_is_training(const void* module) {
  return guarded([&]() -> int { return static_cast<const torch::jit::Module*>(module)->is_training(); });
}

enum Shape : int {
  kOneTensor = 1,
  kTuple = 2,
  kList = 3,
};

// The result is one tensor, or a tuple or list of tensors, which lie in the thread's list; `shape` tells which.
ES_API int es_jit_call(
    void* module, const char* method, const es_value* inputs, int64_t count, int* shape, void* const** results) {
  return guarded([&] {
    Stack stack;
    for (int64_t i = 0; i < count; i++) {
      const auto& input = inputs[i];
      if (input.tag == kTensor) {
        stack.emplace_back(borrow(input.a.p));
      } else if (input.tag == kNone) {
        stack.emplace_back();
      } else {
        stack.push_back(to_scalar(input, Parameter{}));
      }
    }
    const IValue value = static_cast<torch::jit::Module*>(module)->get_method(method)(std::move(stack));
    std::vector<at::Tensor> tensors;
    if (value.isTensor()) {
      *shape = kOneTensor;
      tensors.push_back(value.toTensor());
    } else if (value.isTensorList()) {
      *shape = kList;
      tensors = value.toTensorVector();
    } else if (value.isTuple()) {
      *shape = kTuple;
      for (const auto& element : value.toTupleRef().elements()) tensors.push_back(element.toTensor());
    } else {
      throw std::runtime_error("a result of this type is not supported: " + value.tagKind());
    }
    return lend(std::move(tensors), results);
  });
}

// The parameters (or the buffers), in the thread's list, and their names, a line each.
ES_API int es_jit_tensors(const void* module, int buffers, const char** names, void* const** results) {
  return guarded([&] {
    thread_local std::string lines;
    lines.clear();
    std::vector<at::Tensor> tensors;
    const auto add = [&](const std::string& name, const at::Tensor& tensor) {
      lines += name + '\n';
      tensors.push_back(tensor);
    };
    const auto& m = *static_cast<const torch::jit::Module*>(module);
    if (buffers != 0) {
      for (const auto& entry : m.named_buffers()) add(entry.name, entry.value);
    } else {
      for (const auto& entry : m.named_parameters()) add(entry.name, entry.value);
    }
    *names = lines.c_str();
    return lend(std::move(tensors), results);
  });
}

ES_API int es_jit_to(void* module, int dtype, int device_type, int device_index) {
  return guarded([&] {
    auto& m = *static_cast<torch::jit::Module*>(module);
    if (device_type >= 0) {
      m.to(c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index)));
    }
    if (dtype >= 0) m.to(static_cast<at::ScalarType>(dtype));
    return 0;
  });
}

ES_API int es_jit_inputs(const void* module) {
  return guarded([&] {
    // The module itself is the first.
    return static_cast<int>(static_cast<const torch::jit::Module*>(module)->get_method("forward").num_inputs()) - 1;
  });
}
