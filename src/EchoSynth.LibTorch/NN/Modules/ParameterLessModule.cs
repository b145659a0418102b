using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A layer without weights: moving it does nothing.</summary>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name) : base(name)
    {
    }

    public override void register_buffer(string name, Tensor tensor, bool persistent = true)
        => throw ParameterLess.HoldsNo("buffer");

    public override void register_parameter(string name, Parameter param)
        => throw ParameterLess.HoldsNo("parameter");

    public override void register_module(string name, nn.Module submodule)
    {
        ParameterLess.Check(submodule);
        base.register_module(name, submodule);
    }

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
}

/// <summary>A layer of two arguments without weights: moving it does nothing.</summary>
public abstract class ParameterLessModule<T1, T2, TResult> : nn.Module<T1, T2, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name) : base(name)
    {
    }

    public override void register_buffer(string name, Tensor tensor, bool persistent = true)
        => throw ParameterLess.HoldsNo("buffer");

    public override void register_parameter(string name, Parameter param)
        => throw ParameterLess.HoldsNo("parameter");

    public override void register_module(string name, nn.Module submodule)
    {
        ParameterLess.Check(submodule);
        base.register_module(name, submodule);
    }

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;
}

file static class ParameterLess
{
    public static InvalidOperationException HoldsNo(string what)
        => new($"A module declared parameter-less cannot hold a {what}.");

    public static void Check(nn.Module submodule)
    {
        if (submodule is not IParameterLessModule)
            throw new InvalidOperationException("The submodules of a parameter-less module must be parameter-less too.");
    }
}
