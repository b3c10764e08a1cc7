using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Scopes;

/// <summary>The initial values of a layer's weights, where the declaration states a scheme.</summary>
internal static class Initialization
{
    /// <summary>Adds the statements to the constructor.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="reference">Its module.</param>
    public static void Write(LayerContext layer, string reference)
    {
        var std = layer.Has("InitStd") ? layer.Number("InitStd", 0.02) : "0.02";
        var scheme = layer.Choice("Init", Init.Default) switch
        {
            Init.XavierUniform => "nn.init.xavier_uniform_",
            Init.XavierNormal => "nn.init.xavier_normal_",
            Init.KaimingUniform => layer.Helper("kaiming_uniform"),
            Init.KaimingNormal => layer.Helper("kaiming_normal"),
            Init.Orthogonal => "nn.init.orthogonal_",
            Init.Normal => $"nn.init.normal_, 0.0, {std}",
            Init.TruncatedNormal => $"{layer.Helper("truncated_normal")}, {std}",
            Init.Zeros => "nn.init.zeros_",
            _ => null,
        };
        if (scheme is null)
        {
            return;
        }

        layer.Scope.Initialize($"{layer.Helper("initialize")}({reference}, {scheme})");
        if (layer.Layer.Kind == "Embedding" && layer.Integer("PaddingIndex", -1) is >= 0 and var padding)
        {
            layer.Scope.Initialize($"nn.init.zeros_({reference}.weight[{Python.Literal(padding)}])");
        }
    }
}
