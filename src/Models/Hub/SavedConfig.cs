using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>The <c>config.json</c> of a model that is saved: as it was loaded, with the type that the weights have now.</summary>
internal static class SavedConfig
{
    // transformers 5 writes dtype, 4 and earlier torch_dtype, and both read both.
    private static readonly string[] _entries = ["dtype", "torch_dtype"];

    private const string Default = "float32";

    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The content of the file.</summary>
    /// <param name="loaded">The content as it was loaded.</param>
    /// <param name="module">The model.</param>
    /// <returns>The content, byte for byte as it was loaded where it says the type of the weights already.</returns>
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
