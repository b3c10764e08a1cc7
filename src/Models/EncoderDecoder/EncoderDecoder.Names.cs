namespace ModelGen.Models;

/// <content>The names of PyTorch.</content>
public partial class EncoderDecoder
{
    /// <summary>Returns the names of <c>torch.nn.Transformer</c>, which fuses the query, key and value projections.</summary>
    /// <returns>The name map.</returns>
    public static NameMap TorchNames() => new()
    {
        Rules =
        [
            new("memory.layerNorm.{p}", "encoder.norm.{p}"),
            new("output.layerNorm.{p}", "decoder.norm.{p}"),
            .. Layer("memory.layers.{i}.layer.transformerEncoderLayer", "encoder.layers.{i}"),
            .. Layer("output.layers.{i}.layer.transformerDecoderLayer", "decoder.layers.{i}"),
        ],
    };

    private static NameRule[] Layer(string module, string checkpoint) =>
    [
        new($"{module}.{{attention}}.output.{{p}}", $"{checkpoint}.{{attention}}.out_proj.{{p}}"),
        new()
        {
            Module = [$"{module}.{{attention}}.query.{{p}}", $"{module}.{{attention}}.key.{{p}}", $"{module}.{{attention}}.value.{{p}}"],
            Checkpoint = [$"{checkpoint}.{{attention}}.in_proj_{{p}}"],
        },
        new($"{module}.{{part}}.{{p}}", $"{checkpoint}.{{part}}.{{p}}"),
    ];
}
