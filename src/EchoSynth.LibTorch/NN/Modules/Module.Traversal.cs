using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<IntPtr> { IntPtr.Zero };
                foreach (var (name, parameter) in _parameters)
                    if (seen.Add(parameter.Handle)) yield return (name, parameter);

                if (!recurse) yield break;
                foreach (var (childName, child) in _submodules)
                    foreach (var (name, parameter) in child.named_parameters(true))
                        if (seen.Add(parameter.Handle)) yield return ($"{childName}.{name}", parameter);
            }

            /// <summary>
            /// The buffers that are saved with the module. As in TorchSharp, buffers registered as not persistent are left out,
            /// whatever <paramref name="include_nonpersistent"/> says; a module moves and reads those itself.
            /// </summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<IntPtr> { IntPtr.Zero };
                foreach (var (name, (buffer, persistent)) in _buffers)
                    if (persistent && seen.Add(buffer.Handle)) yield return (name, buffer);

                if (!recurse) yield break;
                foreach (var (childName, child) in _submodules)
                    foreach (var (name, buffer) in child.named_buffers(true, include_nonpersistent))
                        if (seen.Add(buffer.Handle)) yield return ($"{childName}.{name}", buffer);
            }

            public virtual IEnumerable<(string name, Module module)> named_children()
            {
                foreach (var (name, child) in _submodules) yield return (name, child);
            }

            /// <summary>All modules below this one, this one's children first.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var (name, child) in _submodules) yield return (name, child);
                foreach (var (childName, child) in _submodules)
                    foreach (var (name, module) in child.named_modules())
                        yield return ($"{childName}.{name}", module);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true)
                => named_parameters(recurse).Select(entry => entry.parameter);

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true)
                => named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            public virtual IEnumerable<Module> children() => named_children().Select(entry => entry.module);

            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual Parameter? get_parameter(string target)
            {
                if (_parameters.TryGetValue(target, out var parameter)) return parameter;
                return Below(target, out var rest) is { } child ? child.get_parameter(rest) : null;
            }

            public virtual Tensor? get_buffer(string target)
            {
                if (_buffers.TryGetValue(target, out var buffer)) return buffer.Tensor;
                return Below(target, out var rest) is { } child ? child.get_buffer(rest) : null;
            }

            /// <summary>The child that the first part of a dotted name tells, and what is left of the name.</summary>
            private Module? Below(string target, out string rest)
            {
                rest = "";
                var dot = target.IndexOf('.', StringComparison.Ordinal);
                if (dot < 0) return null;
                rest = target[(dot + 1)..];
                foreach (var (name, child) in named_children())
                    if (target.AsSpan(0, dot).SequenceEqual(name)) return child;
                return null;
            }
        }
    }
}
