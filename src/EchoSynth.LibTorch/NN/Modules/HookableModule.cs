using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module that calls functions before and after its own computation.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            private int _hookCount;

            protected Dictionary<string, TPreHook> pre_hooks = new();
            protected Dictionary<string, TPostHook> post_hooks = new();
            protected Dictionary<string, Action<Module>> module_pre_hooks = new();
            protected Dictionary<string, Action<Module>> module_post_hooks = new();

            protected HookableModule(string name) : base(name)
            {
            }

            public HookRemover register_forward_hook(TPostHook hook) => Add(post_hooks, hook);

            public HookRemover register_forward_hook(Action<Module> hook) => Add(module_post_hooks, hook);

            public HookRemover register_forward_pre_hook(TPreHook hook) => Add(pre_hooks, hook);

            public HookRemover register_forward_pre_hook(Action<Module> hook) => Add(module_pre_hooks, hook);

            /// <summary>Runs the hooks that see the module alone, before its forward pass.</summary>
            private protected void BeforeForward()
            {
                if (module_pre_hooks.Count == 0) return;
                foreach (var hook in module_pre_hooks.Values) hook(this);
            }

            /// <summary>Runs the hooks that see the module alone, after its forward pass.</summary>
            private protected void AfterForward()
            {
                if (module_post_hooks.Count == 0) return;
                foreach (var hook in module_post_hooks.Values) hook(this);
            }

            private HookRemover Add<THook>(Dictionary<string, THook> hooks, THook hook)
            {
                var key = (_hookCount++).ToString(CultureInfo.InvariantCulture);
                hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Takes a registered function out again.</summary>
            public class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> _module;
                private readonly string _key;

                public HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
                {
                    _module = module;
                    _key = key;
                }

                public void remove()
                {
                    _module.pre_hooks.Remove(_key);
                    _module.post_hooks.Remove(_key);
                    _module.module_pre_hooks.Remove(_key);
                    _module.module_post_hooks.Remove(_key);
                }
            }
        }
    }
}
