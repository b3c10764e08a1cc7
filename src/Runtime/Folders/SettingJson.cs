using System.Text.Json.Serialization;
using ModelGen.Layers;

namespace ModelGen;

/// <summary>The JSON of settings that are objects, without reflection, so that trimmed programs have it too.</summary>
[JsonSourceGenerationOptions(
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(RotaryOptions))]
internal sealed partial class SettingJson : JsonSerializerContext;
