using System.Collections.Generic;

namespace ModelGen.PyTorch.Scopes;

/// <summary>The members of PyTorch's modules, after which no stage or layer can be named.</summary>
internal static class ModuleMembers
{
    /// <summary>The members of <c>nn.Module</c>, and the methods that a written class has.</summary>
    public static HashSet<string> OfModule { get; } =
    [
        "T_destination", "_apply", "_backward_hooks", "_buffers", "_call_impl", "_forward_hooks", "_forward_pre_hooks",
        "_get_backward_hooks", "_get_name", "_is_full_backward_hook", "_load_from_state_dict", "_load_state_dict_post_hooks",
        "_load_state_dict_pre_hooks", "_maybe_warn_non_full_backward_hook", "_modules", "_named_members", "_non_persistent_buffers_set",
        "_parameters", "_register_load_state_dict_pre_hook", "_register_state_dict_hook", "_replicate_for_data_parallel",
        "_save_to_state_dict", "_slow_forward", "_state_dict_hooks", "_version", "add_module", "apply", "bfloat16", "buffers",
        "call_super_init", "children", "compile", "cpu", "cuda", "double", "dump_patches", "eval", "extra_repr", "float", "forward",
        "generate", "get_buffer", "get_extra_state", "get_parameter", "get_submodule", "half", "ipu", "load_state_dict", "loss",
        "modules", "named_buffers", "named_children", "named_modules", "named_parameters", "parameters", "register_backward_hook",
        "register_buffer", "register_forward_hook", "register_forward_pre_hook", "register_full_backward_hook",
        "register_load_state_dict_post_hook", "register_module", "register_parameter", "requires_grad_", "set_extra_state",
        "share_memory", "state_dict", "to", "to_empty", "train", "training", "type", "xpu", "zero_grad",
    ];

    /// <summary>The further members of <c>nn.ModuleDict</c>, which holds the layers of a stage.</summary>
    public static HashSet<string> OfModuleDict { get; } =
    [
        "clear", "items", "keys", "pop", "update", "values",
    ];
}
