using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using ModelGen.Checkpoints;

namespace ModelGen.Adapters;

/// <summary>The supported part of peft's <c>adapter_config.json</c>; other settings throw with their names.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Rank"><c>r</c>.</param>
/// <param name="Alpha"><c>lora_alpha</c>.</param>
/// <param name="Dropout"><c>lora_dropout</c>.</param>
/// <param name="RankStabilized"><c>use_rslora</c>.</param>
/// <param name="Targets"><c>target_modules</c>, with the names of the model's checkpoint.</param>
/// <param name="FanInFanOut">
/// <c>fan_in_fan_out</c>: whether the layers are Conv1D of GPT-2, whose weights are transposed; A and B are not.
/// </param>
internal sealed record LoraConfig(
    string File, int Rank, double Alpha, double Dropout, bool RankStabilized, IReadOnlyList<string> Targets, bool FanInFanOut)
{
    public const string FileName = "adapter_config.json";

    private const long LargestFile = 100_000_000;

    // Settings of adapters that do not compute W x + scaling B A x, or not with the same options everywhere.
    private static readonly string[] _unsupported =
    [
        "use_dora", "use_qalora", "lora_bias", "modules_to_save", "rank_pattern", "alpha_pattern", "layers_to_transform",
        "layer_replication", "megatron_config", "trainable_token_indices", "target_parameters", "enable_lora",
        "alora_invocation_tokens", "arrow_config",
    ];

    // Initialisations of A and B that do not change the weights of the model.
    private static readonly string[] _initializations = ["gaussian", "eva", "orthogonal"];

    /// <summary>Reads the configuration in a directory.</summary>
    /// <exception cref="CheckpointException">It is missing or malformed, or uses a feature that is not supported.</exception>
    public static LoraConfig Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!System.IO.File.Exists(path))
        {
            throw new CheckpointException(folder, null, $"this folder has no {FileName}.");
        }

        try
        {
            using var document = JsonDocument.Parse(RegularFile.Read(path, LargestFile));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(path, document.RootElement)
                : throw new CheckpointException(path, null, "this is not a JSON object.");
        }
        catch (JsonException cause)
        {
            throw new CheckpointException(path, null, $"this is not valid JSON: {cause.Message}", cause);
        }
        catch (InvalidDataException cause)
        {
            throw new CheckpointException(path, null, cause.Message, cause);
        }
    }

    /// <summary>Throws if the configuration has another rank or scale than the existing adapters.</summary>
    public void RequireSame(LoraOptions options)
    {
        if (Rank != options.Rank)
        {
            throw Refuse("r", Rank, $"these adapters have rank {options.Rank}: declare {Rank}");
        }

        var (scaling, other) = (Alpha / (RankStabilized ? Math.Sqrt(Rank) : Rank), options.Scaling);
        if (Math.Abs(scaling - other) > 1e-9 * other)
        {
            throw RankStabilized != options.RankStabilized
                ? Refuse(
                    "use_rslora", RankStabilized ? "true" : "false",
                    $"these adapters have RankStabilized = {(RankStabilized ? "false" : "true")}: declare "
                        + $"{(RankStabilized ? "true" : "false")}")
                : Refuse(
                    "lora_alpha", LoraOptions.Plain(Alpha),
                    $"these adapters have Alpha = {LoraOptions.Plain(options.Alpha ?? options.Rank)}: declare {LoraOptions.Plain(Alpha)}");
        }
    }

    /// <summary>Writes the configuration.</summary>
    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("peft_type", "LORA");
        json.WriteNull("auto_mapping");
        json.WriteNull("base_model_name_or_path");
        json.WriteString("bias", "none");
        json.WriteBoolean("fan_in_fan_out", FanInFanOut);
        json.WriteBoolean("inference_mode", true);
        json.WriteBoolean("init_lora_weights", true);
        if (Alpha == Math.Truncate(Alpha) && Math.Abs(Alpha) < 1e9)
        {
            json.WriteNumber("lora_alpha", (long)Alpha);
        }
        else
        {
            json.WriteNumber("lora_alpha", Alpha);
        }

        json.WriteNumber("lora_dropout", Dropout);
        json.WriteNull("modules_to_save");
        json.WriteNumber("r", Rank);
        json.WriteStartArray("target_modules");
        foreach (var target in Targets)
        {
            json.WriteStringValue(target);
        }

        json.WriteEndArray();
        json.WriteNull("task_type");
        json.WriteBoolean("use_rslora", RankStabilized);
        json.WriteEndObject();
    }

    private static LoraConfig Read(string path, JsonElement root)
    {
        var config = new LoraConfig(path, 0, 0, 0, false, [], false);
        if (config.Text(root, "peft_type") is var type && type != "LORA")
        {
            throw config.Refuse(
                "peft_type", type is null ? "null" : $"'{CheckpointException.Shown(type)}'",
                "only adapters of type 'LORA' are supported");
        }

        foreach (var name in _unsupported.Where(name => root.TryGetProperty(name, out var value) && !IsEmpty(value)))
        {
            throw config.Refuse(
                name, CheckpointException.Shown(root.GetProperty(name).GetRawText()),
                "this is not supported, and the adapters would compute something else without it");
        }

        if (config.Text(root, "bias") is { } bias && bias != "none")
        {
            throw config.Refuse("bias", $"'{CheckpointException.Shown(bias)}'", "only 'none' is supported");
        }

        if (root.TryGetProperty("init_lora_weights", out var initialization)
            && initialization.ValueKind == JsonValueKind.String
            && !_initializations.Contains(initialization.GetString()))
        {
            throw config.Refuse(
                "init_lora_weights", $"'{CheckpointException.Shown(initialization.GetString()!)}'",
                "this changes the weights of the model, which is not supported: convert the adapters to regular ones with peft");
        }

        return config with
        {
            Rank = (int)config.Number(root, "r", 1, int.MaxValue, isWhole: true),
            Alpha = config.Number(root, "lora_alpha", double.Epsilon, double.MaxValue),
            Dropout = root.TryGetProperty("lora_dropout", out _) ? config.Number(root, "lora_dropout", 0, 1) : 0,
            RankStabilized = config.Flag(root, "use_rslora"),
            FanInFanOut = config.Flag(root, "fan_in_fan_out"),
            Targets = config.Names(root),
        };
    }

    // peft writes null, false, {} and [] for settings that are not used.
    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    private string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private bool Flag(JsonElement root, string name)
        => root.TryGetProperty(name, out var value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw Refuse(name, CheckpointException.Shown(value.GetRawText()), "true or false is expected"),
        };

    private double Number(JsonElement root, string name, double least, double most, bool isWhole = false)
    {
        if (!root.TryGetProperty(name, out var value))
        {
            throw new CheckpointException(File, null, $"it has no {name}, which is required.");
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most
            && (!isWhole || number == Math.Truncate(number))
            ? number
            : throw Refuse(name, CheckpointException.Shown(value.GetRawText()), isWhole
                ? "a positive integer is expected"
                : $"a number {(least > 0 ? "above 0" : "from 0 to 1")} is expected");
    }

    private List<string> Names(JsonElement root)
    {
        if (!root.TryGetProperty("target_modules", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw Refuse("target_modules", CheckpointException.Shown(value.GetRawText()), "a list of names is expected");
    }

    private CheckpointException Refuse(string name, object value, string why) => new(File, null, $"{name} is {value}, but {why}.");
}
