using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Scopes;

/// <summary>The activations of feed-forward networks as the written classes name them.</summary>
internal static class ActivationNames
{
    /// <summary>The name as a literal: <c>"gelu_tanh"</c>.</summary>
    public static string Literal(Activation activation) => $"\"{Python.SnakeCase(activation.ToString())}\"";
}
