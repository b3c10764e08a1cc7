using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelGen.Checkpoints;

/// <summary>Reads and writes maps without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NameMap))]
internal sealed partial class NameMapJson : JsonSerializerContext;
