using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGen.Layers;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// What a model folder says of its model: the sizes and settings of the constructor, the dtype of the weights, and what the program that
/// saved it added. It is the content of <c>config.json</c>.
/// </summary>
public sealed class ModelConfig
{
    private const string ModelType = "modelgen";
    private const string Settings = "settings";
    private const int CurrentFormat = 1;

    private static readonly Dictionary<string, ScalarType> _types = new(StringComparer.Ordinal)
    {
        ["float16"] = ScalarType.Float16,
        ["bfloat16"] = ScalarType.BFloat16,
        ["float32"] = ScalarType.Float32,
        ["float64"] = ScalarType.Float64,
    };

    private readonly string _source;
    private readonly JsonObject _sizes;
    private readonly JsonObject _settings;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>Creates the configuration of a model, to be saved.</summary>
    /// <param name="model">The name of the class.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ModelConfig(string model)
        : this(model, model, [], [], [], null)
    {
        ArgumentNullException.ThrowIfNull(model);
    }

    private ModelConfig(string source, string model, JsonObject sizes, JsonObject settings, JsonObject extras, ScalarType? dtype) =>
        (_source, Model, _sizes, _settings, Extras, DType) = (source, model, sizes, settings, extras, dtype);

    /// <summary>The name of the class.</summary>
    public string Model { get; }

    /// <summary>The floating-point type of the weights; null if the model has none.</summary>
    public ScalarType? DType { get; }

    /// <summary>What the program that saved the folder added.</summary>
    public JsonObject Extras { get; }

    /// <summary>The sizes by their names.</summary>
    public IReadOnlyDictionary<string, long> Sizes => _sizes.ToDictionary(size => size.Key, size => Size(size.Key));

    /// <summary>Adds a size.</summary>
    /// <param name="name">The symbol.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This configuration.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ModelConfig With(string name, long value)
    {
        _sizes[name] = value;
        return this;
    }

    /// <summary>Adds a setting.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This configuration.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ModelConfig With(string name, double value) => WithSetting(name, JsonValue.Create(value));

    /// <inheritdoc cref="With(string, double)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ModelConfig With(string name, Activation value) => WithSetting(name, JsonValue.Create(value.ToString()));

    /// <inheritdoc cref="With(string, double)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ModelConfig With(string name, RotaryOptions value) =>
        WithSetting(name, JsonSerializer.SerializeToNode(value, SettingJson.Default.RotaryOptions));

    /// <summary>Reads a size.</summary>
    /// <param name="name">The symbol.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="CheckpointException">It is missing, or not an integer.</exception>
    public long Size(string name) => Find(_sizes, "sizes", name) is JsonValue value && value.TryGetValue(out long size)
        ? size
        : throw Refuse(_sizes, "sizes", name, "an integer");

    /// <summary>Reads a setting that is a number.</summary>
    /// <param name="name">The setting.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="CheckpointException">It is missing, or not a number.</exception>
    public double Number(string name) =>
        Find(_settings, Settings, name) is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number)
            ? number
            : throw Refuse(_settings, Settings, name, "a number");

    /// <summary>Reads a setting that is an activation.</summary>
    /// <param name="name">The setting.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="CheckpointException">It is missing, or not the name of an activation.</exception>
    public Activation Activation(string name)
    {
        var names = Enum.GetNames<Activation>();
        return Find(_settings, Settings, name) is JsonValue value && value.TryGetValue(out string? text) && names.Contains(text)
            ? Enum.Parse<Activation>(text)
            : throw Refuse(_settings, Settings, name, $"one of {string.Join(", ", names)}");
    }

    /// <summary>Reads a setting that is the options of rotary positional encoding.</summary>
    /// <param name="name">The setting.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="CheckpointException">It is missing, or has other members than <see cref="RotaryOptions"/>.</exception>
    public RotaryOptions Rotary(string name)
    {
        const string Expected = "the members of RotaryOptions";
        try
        {
            return Find(_settings, Settings, name).Deserialize(SettingJson.Default.RotaryOptions) is { } rotary
                && Enum.IsDefined(rotary.Style) && Enum.IsDefined(rotary.Scaling)
                    ? rotary
                    : throw Refuse(_settings, Settings, name, Expected);
        }
        catch (JsonException cause)
        {
            throw Refuse(_settings, Settings, name, Expected, cause);
        }
    }

    /// <summary>Checks that each size and each setting was read; called by the generated <c>FromFolder</c>.</summary>
    /// <returns>The dtype of the weights.</returns>
    /// <exception cref="CheckpointException">There is a size or a setting that the model does not have.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ScalarType? Complete() =>
        _sizes.Concat(_settings).Select(entry => entry.Key).FirstOrDefault(name => !_read.Contains(name)) is { } unknown
            ? throw new CheckpointException(
                _source, null, $"has '{CheckpointException.Shown(unknown)}', which the constructor of {Model} does not take.")
            : DType;

    /// <summary>Reads the content of a file.</summary>
    internal static ModelConfig Parse(string json, string source)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json, documentOptions: new() { MaxDepth = 64 });
            ReadKeys(node);
        }
        catch (Exception cause) when (cause is JsonException or ArgumentException)
        {
            throw new CheckpointException(source, null, $"is not valid JSON: {cause.Message}", cause);
        }

        if (node is not JsonObject root || Get<string>(root, "model_type") != ModelType)
        {
            throw new CheckpointException(
                source, null, $"does not describe a saved model: \"model_type\" must be \"{ModelType}\".");
        }

        if (Get<int?>(root, "format") is not { } format || format > CurrentFormat)
        {
            throw new CheckpointException(
                source,
                null,
                $"has format {root["format"]?.ToJsonString() ?? "none"}, but this version of ModelGen reads {CurrentFormat}: update it.");
        }

        return new ModelConfig(
            source,
            Get<string>(root, "model") ?? throw new CheckpointException(source, null, "names no \"model\"."),
            Section(root, "sizes", source),
            Section(root, "settings", source),
            Section(root, "extras", source),
            Get<string>(root, "dtype") is not { } dtype ? null
                : _types.TryGetValue(dtype, out var type) ? type
                : throw new CheckpointException(
                    source, null, $"has dtype '{CheckpointException.Shown(dtype)}', expected {string.Join(", ", _types.Keys)}."));
    }

    /// <summary>Returns the content of the file.</summary>
    internal JsonObject ToJson(nn.Module module, JsonObject? extras)
    {
        var types = module.parameters().Select(parameter => parameter.dtype).Distinct().ToList();
        var dtype = _types.Reverse().Where(type => types.Contains(type.Value)).Select(type => type.Key).FirstOrDefault();
        return new JsonObject
        {
            ["model_type"] = ModelType,
            ["format"] = CurrentFormat,
            ["model"] = Model,
            ["dtype"] = dtype,
            ["modelgen_version"] = typeof(ModelConfig).Assembly.GetName().Version!.ToString(3),
            ["sizes"] = _sizes.DeepClone(),
            ["settings"] = _settings.DeepClone(),
            ["extras"] = extras?.DeepClone() ?? new JsonObject(),
        };
    }

    private ModelConfig WithSetting(string name, JsonNode? value)
    {
        _settings[name] = value;
        return this;
    }

    private JsonNode Find(JsonObject section, string sectionName, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _read.Add(name);
        return section[name] ?? throw new CheckpointException(_source, null, $"has no {sectionName}.{name}, which {Model} requires.");
    }

    private CheckpointException Refuse(JsonObject section, string sectionName, string name, string expected, Exception? cause = null) =>
        new(
            _source,
            null,
            $"has {sectionName}.{name} {CheckpointException.Shown(section[name]!.ToJsonString())}, expected {expected}.",
            cause);

    // A key that occurs twice is found when an object is read.
    private static void ReadKeys(JsonNode? node)
    {
        foreach (var child in node switch
        {
            JsonObject section => section.Select(entry => entry.Value),
            JsonArray list => list,
            _ => [],
        })
        {
            ReadKeys(child);
        }
    }

    private static JsonObject Section(JsonObject root, string name, string source) => root[name] switch
    {
        null => [],
        JsonObject section => section,
        var other => throw new CheckpointException(
            source, null, $"has {name} {CheckpointException.Shown(other.ToJsonString())}, expected an object."),
    };

    private static T? Get<T>(JsonObject root, string name) =>
        root[name] is JsonValue value && value.TryGetValue<T>(out var found) ? found : default;
}
