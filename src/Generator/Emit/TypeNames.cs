namespace ModelGen.Generator.Emit;

/// <summary>The types of TorchSharp in generated code.</summary>
internal static class TypeNames
{
    public const string Tensor = "global::TorchSharp.torch.Tensor";

    public const string Module = "global::TorchSharp.torch.nn.Module";

    public const string Device = "global::TorchSharp.torch.Device?";

    public const string ScalarType = "global::TorchSharp.torch.ScalarType?";
}
