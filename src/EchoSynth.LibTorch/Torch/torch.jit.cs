// TorchSharp declares these without nullable annotations.
#nullable disable annotations

using System.Text;
using EchoSynth.LibTorch.Interop;

namespace TorchSharp;

public static unsafe partial class torch
{
    public static partial class jit
    {
        public static ScriptModule load(string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Open(filename, device_type, device_index));

        public static ScriptModule load(string filename, Device map_location) => load(filename, map_location.type, map_location.index);

        public static ScriptModule load(string filename, string map_location) => load(filename, new Device(map_location));

        public static ScriptModule load(byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Open(bytes, device_type, device_index));

        public static ScriptModule load(byte[] bytes, Device map_location) => load(bytes, map_location.type, map_location.index);

        public static ScriptModule load(byte[] bytes, string map_location) => load(bytes, new Device(map_location));

        public static ScriptModule<TResult> load<TResult>(
            string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Open(filename, device_type, device_index));

        public static ScriptModule<TResult> load<TResult>(string filename, Device map_location) =>
            load<TResult>(filename, map_location.type, map_location.index);

        public static ScriptModule<TResult> load<TResult>(string filename, string map_location) =>
            load<TResult>(filename, new Device(map_location));

        public static ScriptModule<TResult> load<TResult>(
            byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Open(bytes, device_type, device_index));

        public static ScriptModule<TResult> load<TResult>(byte[] bytes, Device map_location) =>
            load<TResult>(bytes, map_location.type, map_location.index);

        public static ScriptModule<TResult> load<TResult>(byte[] bytes, string map_location) =>
            load<TResult>(bytes, new Device(map_location));

        private static nint Open(string filename, DeviceType type, long index)
        {
            if (!File.Exists(filename))
                throw new FileNotFoundException("There is no such file.", filename);
            InitializeDeviceType(type);
            nint module;
            fixed (byte* path = Encoding.UTF8.GetBytes(filename + '\0'))
                Native.Check(Native.es_jit_load(path, null, 0, (int)type, (int)index, &module), "jit.load");
            return module;
        }

        private static nint Open(byte[] bytes, DeviceType type, long index)
        {
            InitializeDeviceType(type);
            nint module;
            fixed (byte* data = bytes)
                Native.Check(Native.es_jit_load(null, data, bytes.LongLength, (int)type, (int)index, &module), "jit.load");
            return module;
        }
    }
}
