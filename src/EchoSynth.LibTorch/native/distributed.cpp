// c10d for several processes: the store where they meet, the group over Gloo or NCCL, and the averaging of gradients in buckets while the backward pass goes on
// (Li et al., arXiv 2006.15704, §3.2). Compiled to stubs where this libtorch, or a header it needs, has no Gloo.
#include "bridge.h"

#include <cstring>
#include <vector>

#if defined(ES_GLOO)

#define USE_C10D_GLOO
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#if defined(ES_NCCL)
#define USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#include <torch/version.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace {

// What the backends derive from.
#if TORCH_VERSION_MAJOR >= 2
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif

using Work = c10::intrusive_ptr<c10d::Work>;

struct Store {
  c10::intrusive_ptr<c10d::TCPStore> store;
};

struct Group {
  c10::intrusive_ptr<Backend> backend;  // for tensors in the machine's memory
  c10::intrusive_ptr<Backend> second;   // the same ranks once more, for calls in another order
  c10::intrusive_ptr<Backend> device;   // for tensors on a device, and gradients; null where those go through the machine's memory

  bool ordered() const { return !device; }  // whether gradients are summed in the order of the ranks

  Backend& of(const at::Tensor& tensor) const {
    TORCH_CHECK(device || tensor.is_cpu(), "Gloo takes tensors in the machine's memory, not ", tensor.device());
    return tensor.is_cpu() ? *backend : *device;
  }
};

std::vector<uint8_t> bytes_of(const void* data, int64_t length) {
  const auto* from = static_cast<const uint8_t*>(data);
  return std::vector<uint8_t>(from, from + length);
}

// True once it is done; throws what went wrong. Waiting too long is no error here, though c10d has it so.
bool ended(const Work& work, int64_t wait_ms) {
  if (!work->isCompleted()) {
    if (wait_ms <= 0) return false;
    try {
      work->wait(std::chrono::milliseconds(wait_ms));
    } catch (...) {
      if (!work->isCompleted()) return false;
    }
  }
  // Throws what went wrong, and not that the wait before was too short for what has ended since.
  work->wait();
  return true;
}

// Sums the gradients of some parameters over the ranks. Parameters lie in buckets in the reverse of their order, which is about the order in which a backward pass comes to
// them; a bucket is sent as soon as it and all before it are full, so that every rank sends the same ones in the same order.
//
// Every rank adds up a part of each bucket, in the order of the ranks, and gives it to all (an all-to-all and an all-gather, of as many bytes as a ring needs): the sum is to the bit that of one
// process which adds one rank's gradient after the other. Gradients on a device go through the machine's memory for that. A thread of the reducer's own does the second half of each bucket, over a group of its own, while the backward pass goes on.
// NCCL adds up as it likes.
class Reducer : public std::enable_shared_from_this<Reducer> {
 public:
  Reducer(std::vector<at::Tensor> parameters, int64_t bucket_bytes, const Group& group) : parameters_(std::move(parameters)), group_(group) {
    const int64_t ranks = group.backend->getSize();
    int64_t held = 0;
    place_.resize(parameters_.size());
    for (size_t i = parameters_.size(); i-- > 0;) {
      const auto& p = parameters_[i];
      const int64_t size = p.numel() * static_cast<int64_t>(p.element_size());
      if (buckets_.empty() || held + size > bucket_bytes || parameters_[buckets_.back().members[0]].scalar_type() != p.scalar_type()) {
        buckets_.emplace_back();
        held = 0;
      }
      place_[i] = buckets_.size() - 1;
      buckets_.back().members.push_back(i);
      buckets_.back().part += p.numel();
      held += size;
    }
    for (auto& bucket : buckets_) {
      bucket.part = (bucket.part + ranks - 1) / ranks;
      auto options = parameters_[bucket.members[0]].detach().options();
      if (group_.ordered()) options = options.device(at::kCPU);
      bucket.flat = at::zeros({ranks * bucket.part}, options);
      if (group_.ordered()) bucket.received = at::empty({ranks, bucket.part}, options);
    }
  }

  static std::shared_ptr<Reducer> make(std::vector<at::Tensor> parameters, int64_t bucket_bytes, const Group& group) {
    auto reducer = std::make_shared<Reducer>(std::move(parameters), bucket_bytes, group);
    for (size_t i = 0; i < reducer->parameters_.size(); i++) {
      auto accumulator = torch::autograd::impl::grad_accumulator(reducer->parameters_[i]);
      TORCH_CHECK(accumulator, "parameter ", i, " takes no gradient");
      accumulator->add_post_hook(std::make_unique<Hook>(reducer, i));
      reducer->accumulators_.push_back(std::move(accumulator));
    }
    if (reducer->group_.ordered()) std::thread([reducer] { reducer->work(); }).detach();
    return reducer;
  }

  // The next backward pass is the last one whose gradients count.
  void begin() {
    std::lock_guard<std::mutex> lock(gate_);
    for (auto& bucket : buckets_) {
      bucket.pending = bucket.members.size();
      bucket.sent.reset();
      bucket.done = false;
    }
    arrived_.assign(parameters_.size(), false);
    next_ = 0;
    active_ = true;
  }

  // After the backward pass: sends what no gradient came for, too.
  void flush() {
    std::lock_guard<std::mutex> lock(gate_);
    active_ = false;
    while (next_ < buckets_.size()) send(next_++);
  }

  size_t buckets() const { return buckets_.size(); }

  // True once the sums of a bucket are there; throws what went wrong.
  bool done(size_t i, int64_t wait_ms) {
    if (!group_.ordered()) return ended(buckets_[i].sent, wait_ms);
    std::unique_lock<std::mutex> lock(gate_);
    changed_.wait_for(lock, std::chrono::milliseconds(wait_ms), [&] { return buckets_[i].done || error_; });
    if (error_) std::rethrow_exception(error_);
    return buckets_[i].done;
  }

  // The sums become the gradients.
  void finish() {
    at::NoGradGuard no_grad;
    for (auto& bucket : buckets_) {
      int64_t from = 0;
      for (const size_t i : bucket.members) {
        const auto& p = parameters_[i];
        if (p.grad().defined()) p.mutable_grad().copy_(bucket.flat.narrow(0, from, p.numel()).view_as(p));
        from += p.numel();
      }
    }
  }

  // Lets the thread end: at once, or when what it waits for comes; it keeps what it needs.
  void stop() {
    std::lock_guard<std::mutex> lock(gate_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  struct Bucket {
    std::vector<size_t> members;
    int64_t part = 0;           // what one rank adds up
    at::Tensor flat, received;  // [ranks · part], [ranks, part]
    size_t pending = 0;
    Work sent;
    bool done = false;
  };

  struct Hook : torch::autograd::FunctionPostHook {
    Hook(std::weak_ptr<Reducer> owner, size_t index) : owner(std::move(owner)), index(index) {}

    torch::autograd::variable_list operator()(const torch::autograd::variable_list& outputs, const torch::autograd::variable_list&) override {
      if (const auto reducer = owner.lock()) reducer->arrive(index);
      return outputs;
    }

    std::weak_ptr<Reducer> owner;
    size_t index;
  };

  void arrive(size_t i) {
    std::lock_guard<std::mutex> lock(gate_);
    if (!active_ || arrived_[i]) return;
    arrived_[i] = true;
    buckets_[place_[i]].pending--;
    while (next_ < buckets_.size() && buckets_[next_].pending == 0) send(next_++);
  }

  void send(size_t index) {
    at::NoGradGuard no_grad;
    auto& bucket = buckets_[index];
    int64_t from = 0;
    for (const size_t i : bucket.members) {
      const auto& p = parameters_[i];
      auto part = bucket.flat.narrow(0, from, p.numel()).view_as(p);
      if (p.grad().defined()) {
        part.copy_(p.grad());
      } else {
        part.zero_();
      }
      from += p.numel();
    }
    if (group_.ordered()) {
      std::vector<int64_t> equal;
      auto received = bucket.received.view(-1);
      bucket.sent = group_.backend->alltoall_base(received, bucket.flat, equal, equal);
      changed_.notify_all();
    } else {
      std::vector<at::Tensor> tensors{bucket.flat};
      bucket.sent = group_.device->allreduce(tensors);
    }
  }

  void work() {
    for (size_t i = 0;; i = (i + 1) % buckets_.size()) {
      try {
        Work sent;
        {
          std::unique_lock<std::mutex> lock(gate_);
          changed_.wait(lock, [&] { return stopped_ || (buckets_[i].sent && !buckets_[i].done); });
          if (stopped_) return;
          sent = buckets_[i].sent;
        }
        sent->wait();
        auto& bucket = buckets_[i];
        at::NoGradGuard no_grad;
        auto sum = bucket.received.select(0, 0);
        for (int64_t rank = 1; rank < bucket.received.size(0); rank++) sum.add_(bucket.received.select(0, rank));
        std::vector<std::vector<at::Tensor>> all{at::chunk(bucket.flat, bucket.received.size(0))};
        std::vector<at::Tensor> own{sum};
        group_.second->allgather(all, own)->wait();
        std::lock_guard<std::mutex> lock(gate_);
        bucket.done = true;
      } catch (...) {
        std::lock_guard<std::mutex> lock(gate_);
        error_ = std::current_exception();
        changed_.notify_all();
        return;
      }
      changed_.notify_all();
    }
  }

  std::vector<at::Tensor> parameters_;
  Group group_;
  std::vector<std::shared_ptr<torch::autograd::Node>> accumulators_;
  std::vector<Bucket> buckets_;
  std::vector<size_t> place_;
  std::vector<bool> arrived_;
  size_t next_ = 0;
  bool active_ = false, stopped_ = false;
  std::exception_ptr error_;
  std::mutex gate_;
  std::condition_variable changed_;
};

std::shared_ptr<Reducer>& reducer(void* handle) {
  return *static_cast<std::shared_ptr<Reducer>*>(handle);
}

c10d::TCPStore& store_of(const void* handle) {
  return *static_cast<const Store*>(handle)->store;
}

}  // namespace

// For people and programs: the backends, separated by commas; none where there is nothing to meet over.
ES_API const char* es_dist_backends() {
#if defined(ES_NCCL)
  return "gloo,nccl";
#else
  return "gloo";
#endif
}

ES_API int es_store_new(const char* host, int port, int server, int64_t timeout_ms, void** store) {
  return echosynth::guarded([&] {
    c10d::TCPStoreOptions options;
    options.port = static_cast<std::uint16_t>(port);
    options.isServer = server != 0;
    options.waitWorkers = false;
    options.timeout = std::chrono::milliseconds(timeout_ms);
    *store = new Store{c10::make_intrusive<c10d::TCPStore>(std::string(host), options)};
    return 0;
  });
}

ES_API void es_store_free(void* store) {
  delete static_cast<Store*>(store);
}

ES_API int es_store_set(const void* store, const char* key, const void* data, int64_t length) {
  return echosynth::guarded([&] {
    store_of(store).set(key, bytes_of(data, length));
    return 0;
  });
}

// The number under a key, which begins with 0, after adding to it.
ES_API int es_store_add(const void* store, const char* key, int64_t delta, int64_t* value) {
  return echosynth::guarded([&] {
    *value = store_of(store).add(key, delta);
    return 0;
  });
}

// Null where the key is not set; the bytes live until this thread's next call.
ES_API int es_store_try_get(const void* store, const char* key, const void** data, int64_t* length) {
  static thread_local std::vector<uint8_t> value;
  return echosynth::guarded([&] {
    *data = nullptr;
    *length = 0;
    if (!store_of(store).check({key})) return 0;
    value = store_of(store).get(key);
    static const uint8_t nothing = 0;
    *data = value.empty() ? &nothing : value.data();
    *length = static_cast<int64_t>(value.size());
    return 0;
  });
}

ES_API int es_group_new(const void* store, const char* backend, const char* host, const char* interface, int rank, int size, int64_t timeout_ms, void** group) {
  return echosynth::guarded([&] {
    const auto& shared = static_cast<const Store*>(store)->store;
    const std::chrono::milliseconds timeout(timeout_ms);
    c10::intrusive_ptr<Backend> device;
    const bool gloo = std::strcmp(backend, "gloo") == 0;
#if defined(ES_NCCL)
    if (!gloo) {
      auto options = c10d::ProcessGroupNCCL::Options::create();
      options->timeout = timeout;
      device = c10::make_intrusive<c10d::ProcessGroupNCCL>(c10::make_intrusive<c10d::PrefixStore>("nccl", shared), rank, size, options);
    }
#endif
    TORCH_CHECK(gloo || device, "this bridge was built without the backend '", backend, "'");
    const auto join = [&](const char* name) {
      auto options = c10d::ProcessGroupGloo::Options::create(timeout);
      options->devices.push_back(
          *interface ? c10d::ProcessGroupGloo::createDeviceForInterface(interface)
          : *host    ? c10d::ProcessGroupGloo::createDeviceForHostname(host)
                     : c10d::ProcessGroupGloo::createDefaultDevice());
      return c10::make_intrusive<c10d::ProcessGroupGloo>(c10::make_intrusive<c10d::PrefixStore>(name, shared), rank, size, options);
    };
    auto first = join("first"), second = join("second");
    *group = new Group{std::move(first), std::move(second), std::move(device)};
    return 0;
  });
}

ES_API void es_group_free(void* group) {
  delete static_cast<Group*>(group);
}

// Begins to put the sum over the ranks into the tensor, which must be contiguous.
ES_API int es_group_all_reduce(const void* group, const void* tensor, void** work) {
  return echosynth::guarded([&] {
    std::vector<at::Tensor> tensors{echosynth::borrow(tensor).detach()};
    *work = new Work(static_cast<const Group*>(group)->of(tensors[0]).allreduce(tensors));
    return 0;
  });
}

// Begins to put the root's values into the tensor, which must be contiguous.
ES_API int es_group_broadcast(const void* group, const void* tensor, int root, void** work) {
  return echosynth::guarded([&] {
    std::vector<at::Tensor> tensors{echosynth::borrow(tensor).detach()};
    c10d::BroadcastOptions options;
    options.rootRank = root;
    *work = new Work(static_cast<const Group*>(group)->of(tensors[0]).broadcast(tensors, options));
    return 0;
  });
}

// Waits for at most so long. 1 once it is done, 0 before, −1 where it failed.
ES_API int es_work_done(const void* work, int64_t wait_ms) {
  return echosynth::guarded([&] { return ended(*static_cast<const Work*>(work), wait_ms) ? 1 : 0; });
}

ES_API void es_work_free(void* work) {
  delete static_cast<Work*>(work);
}

ES_API int es_reducer_new(const void* group, const void* const* parameters, int64_t count, int64_t bucket_bytes, void** result) {
  return echosynth::guarded([&] {
    std::vector<at::Tensor> tensors;
    for (int64_t i = 0; i < count; i++) tensors.push_back(echosynth::borrow(parameters[i]));
    *result = new std::shared_ptr<Reducer>(Reducer::make(std::move(tensors), bucket_bytes, *static_cast<const Group*>(group)));
    return 0;
  });
}

ES_API void es_reducer_free(void* handle) {
  reducer(handle)->stop();
  delete static_cast<std::shared_ptr<Reducer>*>(handle);
}

ES_API int es_reducer_begin(void* handle) {
  return echosynth::guarded([&] {
    reducer(handle)->begin();
    return 0;
  });
}

ES_API int es_reducer_flush(void* handle, int64_t* buckets) {
  return echosynth::guarded([&] {
    reducer(handle)->flush();
    *buckets = static_cast<int64_t>(reducer(handle)->buckets());
    return 0;
  });
}

// Waits for at most so long. 1 once the sums of bucket i are there, 0 before, −1 where it failed.
ES_API int es_reducer_done(void* handle, int64_t i, int64_t wait_ms) {
  return echosynth::guarded([&] { return reducer(handle)->done(static_cast<size_t>(i), wait_ms) ? 1 : 0; });
}

ES_API int es_reducer_finish(void* handle) {
  return echosynth::guarded([&] {
    reducer(handle)->finish();
    return 0;
  });
}

#else  // no Gloo

ES_API const char* es_dist_backends() {
  return "";
}

#define ES_NONE(name, ...)                                                                   \
  ES_API int name(__VA_ARGS__) {                                                             \
    echosynth::last_error = "the bridge to libtorch was built without Gloo";                 \
    return -1;                                                                               \
  }
ES_NONE(es_store_new, const char*, int, int, int64_t, void**)
ES_NONE(es_store_set, const void*, const char*, const void*, int64_t)
ES_NONE(es_store_add, const void*, const char*, int64_t, int64_t*)
ES_NONE(es_store_try_get, const void*, const char*, const void**, int64_t*)
ES_NONE(es_group_new, const void*, const char*, const char*, const char*, int, int, int64_t, void**)
ES_NONE(es_group_all_reduce, const void*, const void*, void**)
ES_NONE(es_group_broadcast, const void*, const void*, int, void**)
ES_NONE(es_work_done, const void*, int64_t)
ES_NONE(es_reducer_new, const void*, const void* const*, int64_t, int64_t, void**)
ES_NONE(es_reducer_begin, void*)
ES_NONE(es_reducer_flush, void*, int64_t*)
ES_NONE(es_reducer_done, void*, int64_t, int64_t)
ES_NONE(es_reducer_finish, void*)

ES_API void es_store_free(void*) {}
ES_API void es_group_free(void*) {}
ES_API void es_work_free(void*) {}
ES_API void es_reducer_free(void*) {}

#endif
