using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGen.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// Saves and loads whole models: <c>config.json</c> with the sizes and settings of the constructor, and <c>model.safetensors</c> with the
/// weights. Each declared model has <c>SaveFolder</c> and <c>FromFolder</c>, which use it.
/// </summary>
/// <remarks>
/// The weights contain a copy of the configuration, so a folder whose save was interrupted between its two files still loads: the weights
/// are replaced first.
/// </remarks>
public static class ModelFolder
{
    private const string ConfigFile = "config.json";
    private const string WeightsFile = "model.safetensors";
    private const string CopyKey = "modelgen.config";

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonSerializerOptions _indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads the configuration in a folder, such as what the program that saved it added.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="CheckpointException">The folder contains no saved model, or a file in it is malformed.</exception>
    /// <exception cref="IOException">The folder or a file does not exist, or cannot be read.</exception>
    public static ModelConfig Read(string path)
    {
        using var weights = Open(path);
        return ConfigOf(path, weights);
    }

    /// <summary>Saves a model; called by the generated <c>SaveFolder</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The folder, which is created if it does not exist.</param>
    /// <param name="config">The sizes and settings of the constructor.</param>
    /// <param name="extras">Further data of the model, such as the names of its classes; none when null.</param>
    /// <exception cref="IOException">The folder cannot be created, or a file cannot be written.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Save(nn.Module model, string path, ModelConfig config, JsonObject? extras)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(config);
        Directory.CreateDirectory(path);
        var json = config.ToJson(model, extras).ToJsonString(_indented) + "\n";
        var configPath = Path.Combine(path, ConfigFile);
        AtomicFiles.Require(configPath);
        var metadata = new Dictionary<string, string> { ["format"] = "pt", [CopyKey] = json };
        Checkpoint.Save(model, Path.Combine(path, WeightsFile), new SaveOptions { Metadata = metadata });
        using var files = new AtomicFiles();
        files.Write(configPath, stream => stream.Write(_utf8.GetBytes(json)), Path.Combine(path, WeightsFile));
        files.Commit();
    }

    /// <summary>Creates a saved model; called by the generated <c>FromFolder</c>.</summary>
    /// <typeparam name="T">The type of the model.</typeparam>
    /// <param name="path">The folder.</param>
    /// <param name="model">The name of the class.</param>
    /// <param name="create">Creates the model with the sizes and settings of a configuration on a device; may be called twice.</param>
    /// <param name="device">The device of the model; the CPU when null.</param>
    /// <returns>The model, owned by the caller.</returns>
    /// <exception cref="CheckpointMismatchException">The weights are not those of this declaration.</exception>
    /// <exception cref="CheckpointException">
    /// The folder contains another model or none, or a file in it is malformed.
    /// </exception>
    /// <exception cref="IOException">The folder or a file does not exist, or cannot be read.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static T Load<T>(string path, string model, Func<ModelConfig, Device, T> create, Device? device)
        where T : nn.Module
    {
        ArgumentNullException.ThrowIfNull(create);
        LibTorch.RequiredBy(model);
        using var weights = Open(path);
        var config = ConfigOf(path, weights);
        if (config.Model != model)
        {
            throw new CheckpointException(path, null, $"the folder contains {CheckpointException.Shown(config.Model)}, not {model}.");
        }

        return Checkpoint.Create(Create, weights, new LoadOptions(), device ?? CPU);

        T Create(Device on)
        {
            try
            {
                return create(config, on);
            }
            catch (ArgumentException cause)
            {
                throw new CheckpointException(
                    path, null, $"{ConfigFile} has sizes or settings that {model} refuses: {cause.Message}", cause);
            }
        }
    }

    private static CheckpointFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.Exists(path)
            ? CheckpointFile.Open(path)
            : throw new DirectoryNotFoundException(
                File.Exists(path) ? $"'{path}' is a file, expected the folder of a saved model." : $"The folder '{path}' does not exist.");
    }

    // The copy in the weights belongs to them; the file may have been edited, or be older after an interrupted save.
    private static ModelConfig ConfigOf(string path, CheckpointFile weights)
    {
        var configPath = Path.Combine(path, ConfigFile);
        var file = ReadText(configPath);
        var copy = weights.Metadata.GetValueOrDefault(CopyKey);
        if (copy is null)
        {
            return file is not null
                ? ModelConfig.Parse(file, configPath)
                : throw new CheckpointException(path, null, $"the folder contains weights, but no {ConfigFile}.");
        }

        if (file is not null && !AreEqual(file, copy, configPath))
        {
            throw new CheckpointException(
                configPath,
                null,
                "is not the configuration that the weights were saved with: it was edited, or a save was interrupted. "
                + "Delete it to load the weights with their own copy, or save the model again.");
        }

        return ModelConfig.Parse(copy, configPath);
    }

    private static string? ReadText(string path)
    {
        if (RegularFile.Obstacle(path) is { } obstacle)
        {
            throw new IOException($"'{path}' is {obstacle}, expected a regular file.");
        }

        try
        {
            return _utf8.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DecoderFallbackException cause)
        {
            throw new CheckpointException(path, null, "is not UTF-8 text.", cause);
        }
    }

    private static bool AreEqual(string file, string copy, string path)
    {
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(file), JsonNode.Parse(copy));
        }
        catch (Exception cause) when (cause is JsonException or ArgumentException)
        {
            throw new CheckpointException(path, null, $"is not valid JSON: {cause.Message}", cause);
        }
    }
}
