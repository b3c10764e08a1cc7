using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelGen.Checkpoints;

/// <summary>Source-generated JSON serialization of name maps.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NameMap))]
internal sealed partial class NameMapJson : JsonSerializerContext;
