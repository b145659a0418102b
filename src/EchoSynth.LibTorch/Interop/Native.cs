using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace EchoSynth.LibTorch.Interop;

/// <summary>
/// The functions of libechosynth_torch.so. Those that return a status return -1 on failure, with the message in es_last_error().
/// The garbage collector is held up only by the few that read a field and can do nothing else.
/// </summary>
[SuppressMessage("Interoperability", "CA1401", Justification = "The class is internal.")]
[SuppressMessage("Globalization", "CA2101", Justification = "Text crosses as UTF-8 bytes.")]
internal static unsafe partial class Native
{
    private const string Lib = NativeLoader.LibraryName;

    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, NativeLoader.Resolve);

    [LibraryImport(Lib), SuppressGCTransition] internal static partial byte* es_last_error();
    [LibraryImport(Lib)] internal static partial byte* es_version();
    [LibraryImport(Lib)] internal static partial byte* es_libtorch_path();
    [LibraryImport(Lib)] internal static partial byte* es_allocator();
    [LibraryImport(Lib)] internal static partial byte* es_instruction_set();
    [LibraryImport(Lib)] internal static partial int es_build_config(byte** text);

    [LibraryImport(Lib)] internal static partial int es_find_operator(byte* name, byte* overload, nint* found);
    [LibraryImport(Lib)] internal static partial int es_call(nint op, NativeValue* args, int count, NativeValue* results, int capacity);

    [LibraryImport(Lib)] internal static partial int es_tensor_free(nint tensor);
    [LibraryImport(Lib)] internal static partial int es_tensor_sizes(nint tensor, long** sizes, long* count);
    [LibraryImport(Lib)] internal static partial int es_tensor_strides(nint tensor, long** strides, long* count);
    [LibraryImport(Lib)] internal static partial int es_tensor_dim(nint tensor, long* dim);
    [LibraryImport(Lib)] internal static partial int es_tensor_numel(nint tensor, long* numel);
    [LibraryImport(Lib)] internal static partial int es_tensor_storage_offset(nint tensor, long* offset);
    [LibraryImport(Lib)] internal static partial int es_tensor_dtype(nint tensor, int* dtype);
    [LibraryImport(Lib)] internal static partial int es_tensor_device(nint tensor, int* type, int* index);
    [LibraryImport(Lib)] internal static partial int es_tensor_data(nint tensor, void** data);
    [LibraryImport(Lib)] internal static partial int es_tensor_storage(nint tensor, void** data, long* bytes);
    [LibraryImport(Lib)] internal static partial int es_tensor_flag(nint tensor, TensorFlag flag);
    [LibraryImport(Lib)] internal static partial int es_tensor_set_requires_grad(nint tensor, int on);
    [LibraryImport(Lib)] internal static partial int es_tensor_retain_grad(nint tensor);
    [LibraryImport(Lib)] internal static partial int es_tensor_grad(nint tensor, nint* grad);
    [LibraryImport(Lib)] internal static partial int es_tensor_set_grad(nint tensor, nint grad);
    [LibraryImport(Lib)]
    internal static partial int es_from_blob(
        void* data, long* sizes, long count, int dtype, delegate* unmanaged<nint, void> deleter, nint context, nint* tensor);

    [LibraryImport(Lib)] internal static partial int es_tensor_version(nint tensor, long* version, void** data);
    [LibraryImport(Lib)]
    internal static partial int es_conv_pack(nint weight, nint bias, long* stride, long* padding, long* inputSize, nint* packed);
    [LibraryImport(Lib)] internal static partial int es_conv_run(nint packed, nint x, nint* result);
    [LibraryImport(Lib)] internal static partial void es_conv_free(nint packed);

    [LibraryImport(Lib)]
    internal static partial int es_backward(
        nint* tensors, nint* gradients, long count, int retainGraph, int createGraph, nint* inputs, long inputCount);
    [LibraryImport(Lib)]
    internal static partial int es_grad(
        nint* outputs, nint* gradients, long outputCount, nint* inputs, long inputCount, int retainGraph, int createGraph, int allowUnused,
        nint* results);
    [LibraryImport(Lib), SuppressGCTransition] internal static partial int es_grad_mode();
    [LibraryImport(Lib), SuppressGCTransition] internal static partial void es_set_grad_mode(int on);
    [LibraryImport(Lib), SuppressGCTransition] internal static partial int es_inference_mode();
    [LibraryImport(Lib)] internal static partial int es_enter_inference_mode(int on, nint* guard);
    [LibraryImport(Lib)] internal static partial int es_leave_inference_mode(nint guard);
    [LibraryImport(Lib)] internal static partial int es_anomaly_mode();
    [LibraryImport(Lib)] internal static partial int es_anomaly_checks_nan();
    [LibraryImport(Lib)] internal static partial void es_set_anomaly_mode(int on, int checkNan);

    [LibraryImport(Lib)] internal static partial int es_manual_seed(long seed);
    [LibraryImport(Lib)] internal static partial int es_generator_new(long seed, int deviceType, int deviceIndex, nint* generator);
    [LibraryImport(Lib)] internal static partial int es_generator_default(int deviceType, int deviceIndex, nint* generator);
    [LibraryImport(Lib)] internal static partial void es_generator_free(nint generator);
    [LibraryImport(Lib)] internal static partial int es_generator_set_seed(nint generator, long seed);
    [LibraryImport(Lib)] internal static partial int es_generator_seed(nint generator, long* seed);
    [LibraryImport(Lib)] internal static partial int es_generator_reseed(nint generator, long* seed);
    [LibraryImport(Lib)] internal static partial int es_generator_get_state(nint generator, nint* state);
    [LibraryImport(Lib)] internal static partial int es_generator_set_state(nint generator, nint state);
    [LibraryImport(Lib)] internal static partial int es_generator_device(nint generator, int* type, int* index);

    [LibraryImport(Lib)] internal static partial int es_threads(int* within, int* between);
    [LibraryImport(Lib)] internal static partial int es_set_threads(int count);
    [LibraryImport(Lib)] internal static partial void es_release_threads();
    [LibraryImport(Lib)] internal static partial int es_set_interop_threads(int count);
    [LibraryImport(Lib)] internal static partial int es_cuda_available();
    [LibraryImport(Lib)] internal static partial int es_cudnn_available();
    [LibraryImport(Lib)] internal static partial int es_cuda_count();
    [LibraryImport(Lib)] internal static partial int es_cuda_seed(long seed, int all);
    [LibraryImport(Lib)] internal static partial int es_cuda_synchronize(int deviceIndex);
    [LibraryImport(Lib)] internal static partial int es_setting(Setting setting);
    [LibraryImport(Lib)] internal static partial int es_set_setting(Setting setting, int on);

    [LibraryImport(Lib)] internal static partial int es_jit_load(byte* path, byte* bytes, long length, int deviceType, int deviceIndex, nint* module);
    [LibraryImport(Lib)] internal static partial void es_jit_free(nint module);
    [LibraryImport(Lib)] internal static partial int es_jit_train(nint module, int on);
    [LibraryImport(Lib)] internal static partial int es_jit_is_training(nint module);
    [LibraryImport(Lib)]
    internal static partial int es_jit_call(nint module, byte* method, NativeValue* inputs, long count, int* shape, nint** results);
    [LibraryImport(Lib)] internal static partial int es_jit_tensors(nint module, int buffers, byte** names, nint** results);
    [LibraryImport(Lib)] internal static partial int es_jit_to(nint module, int dtype, int deviceType, int deviceIndex);
    [LibraryImport(Lib)] internal static partial int es_jit_inputs(nint module);

    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>Turns a status of -1 into an exception that names the function or operator.</summary>
    internal static int Check(int status, string what)
    {
        if (status < 0)
            Throw(what);
        return status;
    }

    [DoesNotReturn]
    internal static void Throw(string what) => throw new ExternalException($"{what}: {Text(es_last_error())}");
}
