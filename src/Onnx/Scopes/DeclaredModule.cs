using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Scopes;

/// <summary>The declared model of a module: the module, or the model that a class with <c>[Lora&lt;T&gt;]</c> adapts.</summary>
internal static class DeclaredModule
{
    /// <summary>The declared model.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">Its path in the module: empty, or a name with a dot behind it.</param>
    /// <exception cref="OnnxExportException">There is none.</exception>
    public static nn.Module Of(nn.Module module, out string path)
    {
        path = string.Empty;
        if (module is IDeclaredModel)
        {
            return module;
        }

        var children = module.named_children().ToList();
        if (children is [var model, { module: LoraAdapters }] && model.module is IDeclaredModel)
        {
            path = $"{model.name}.";
            return model.module;
        }

        throw new OnnxExportException(
            $"{module.GetName()} is not a declared model: only a class with [Model] can be exported. To export a module that you wrote, "
            + "declare it.");
    }

    /// <summary>The declaration of a model.</summary>
    /// <exception cref="OnnxExportException">The model has none.</exception>
    public static IDeclaredModel DeclarationOf(nn.Module module) => (IDeclaredModel)Of(module, out _);

    /// <summary>The weights of the layers with active adapters, with what the adapters add to them, by their names.</summary>
    /// <param name="model">The model.</param>
    public static IReadOnlyDictionary<string, Tensor> AdaptedWeights(nn.Module model)
    {
        using var quiet = no_grad();
        var weights = new Dictionary<string, Tensor>(System.StringComparer.Ordinal);
        foreach (var (name, module) in model.named_modules())
        {
            if (LoraAdapters.ChangeOf(module) is { } change)
            {
                weights[$"{name}.weight"] = change.add_(((TorchSharp.Modules.Linear)module).weight);
            }
        }

        return weights;
    }
}
