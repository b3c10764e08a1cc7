using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>Writes the <c>config.json</c> of a saved model: as it was loaded, with the current dtype of the weights.</summary>
internal static class SavedConfig
{
    // transformers 5 writes dtype, version 4 and earlier torch_dtype; all versions read both.
    private static readonly string[] _entries = ["dtype", "torch_dtype"];

    private const string Default = "float32";

    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the content of the file.</summary>
    /// <param name="loaded">The content that was loaded.</param>
    /// <param name="module">The model.</param>
    /// <returns>The content, unchanged if it already states the dtype of the weights.</returns>
    public static byte[] Of(byte[] loaded, nn.Module module)
    {
        var type = module.parameters().Select(parameter => Name(parameter.dtype)).OfType<string>().FirstOrDefault();
        if (type is null || JsonNode.Parse(loaded) is not JsonObject config)
        {
            return loaded;
        }

        var stated = _entries.Where(config.ContainsKey).ToList();
        if (stated.Count == 0 && type != Default)
        {
            stated.Add(_entries[1]);
        }

        if (stated.TrueForAll(entry => config[entry] is JsonValue value && value.TryGetValue<string>(out var text) && text == type))
        {
            return loaded;
        }

        stated.ForEach(entry => config[entry] = type);
        return JsonSerializer.SerializeToUtf8Bytes(config, _options);
    }

    private static string? Name(ScalarType type) => type switch
    {
        ScalarType.Float16 => "float16",
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Float32 => Default,
        ScalarType.Float64 => "float64",
        _ => null,
    };
}
