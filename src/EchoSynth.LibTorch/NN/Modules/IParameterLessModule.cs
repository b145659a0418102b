namespace TorchSharp.Modules;

/// <summary>Marks a module that holds no parameters and no buffers, so that moving it is nothing to do.</summary>
public interface IParameterLessModule
{
}
