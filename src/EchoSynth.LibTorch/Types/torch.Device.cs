using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);
    private static Device? s_cuda;
    private static Device? s_mps;
    [ThreadStatic] private static Device? s_defaultDevice;

    /// <summary>Where a tensor lies: a kind of device and its number.</summary>
    public class Device
    {
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var parts = description.Split(':');
            if (parts.Length > 2)
                throw new ArgumentException($"'{description}' is not a device. A device is written 'cpu', 'cuda' or 'cuda:0'.", nameof(description));
            type = Parse(parts[0]);
            index = parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : -1;
        }

        public Device(string deviceType, int index = -1)
        {
            type = Parse(deviceType);
            this.index = index;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(int index)
        {
            type = DeviceType.CUDA;
            this.index = index;
        }

        public DeviceType type { get; }

        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString()
        {
            var name = Enum.GetName(type)!.ToLowerInvariant();
            return type == DeviceType.CPU || index == -1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{index}");
        }

        private static DeviceType Parse(string name) =>
            Enum.TryParse<DeviceType>(name, ignoreCase: true, out var type) && Enum.IsDefined(type)
                ? type
                : throw new ArgumentException($"'{name}' is not a type of device. A device is written 'cpu', 'cuda' or 'cuda:0'.", nameof(name));
    }

    public static Device CUDA => s_cuda ??= InitializeDevice(new Device(DeviceType.CUDA));

    public static Device MPS => s_mps ??= InitializeDevice(new Device(DeviceType.MPS));

    public static Device device(string description) => InitializeDevice(new Device(description));

    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    public static Device device(int index) => new(DeviceType.CUDA, index);

    public static Device get_default_device() => s_defaultDevice ?? CPU;

    public static void set_default_device(Device device) => s_defaultDevice = InitializeDevice(device);

    public static void set_default_device(string device) => set_default_device(new Device(device));

    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType switch
        {
            DeviceType.CPU or DeviceType.META => true,
            DeviceType.CUDA => cuda.is_available(),
            _ => false,
        };

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
    }
}
