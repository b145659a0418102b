using System.Collections.Concurrent;
using System.Text;
using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

/// <summary>Which operators the loaded libtorch has.</summary>
internal static unsafe class Operators
{
    private static readonly ConcurrentDictionary<string, bool> Known = new();

    public static bool Exist(string name) => Known.GetOrAdd(name, static wanted =>
    {
        nint found;
        fixed (byte* bytes = Encoding.UTF8.GetBytes(wanted + '\0'), overload = "\0"u8)
            return Native.es_find_operator(bytes, overload, &found) >= 0;
    });
}
