using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGen.Checkpoints;
using ModelGen.Onnx.Models;
using ModelGen.Onnx.Scopes;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Files;

/// <summary>Writes the folder of a language model for ONNX Runtime GenAI.</summary>
internal static class GenAIFolder
{
    private const string ModelFile = "model.onnx";
    private const string ConfigFile = "genai_config.json";

    private static readonly string[] _tokenizerFiles =
    [
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "tokenizer.model", "vocab.json",
        "merges.txt", "vocab.txt", "chat_template.jinja",
    ];

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>Writes the files. Existing ones are replaced once all new ones are complete.</summary>
    /// <param name="model">The language model, which is a module.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How it is written.</param>
    public static void Write(ILanguageModel model, string folder, GenAIExportOptions options)
    {
        var module = model as nn.Module ?? throw new OnnxExportException(
            $"{model.GetType().Name} is no module: only a class with [Model] and [Autoregressive] can be exported.");
        var export = new OnnxExportOptions
        {
            Opset = options.Opset,
            Decoding = true,
            Weights = options.Weights,
            Quantization = options.Quantization,
            ExternalDataFrom = options.ExternalDataFrom,
            WeightsFrom = options.WeightsFrom,
        };
        export.Validate();
        var length = LengthOf(model, module, options);
        if (options.StopIds.Count == 0)
        {
            throw new ArgumentException($"{nameof(options.StopIds)} is empty, but GenAI needs an id at which a sequence ends.");
        }

        foreach (var (id, name) in options.StopIds.Select(id => (id, nameof(options.StopIds)))
            .Concat(new[] { (options.BeginId ?? 0, nameof(options.BeginId)), (options.PadId ?? 0, nameof(options.PadId)) }))
        {
            if (id < 0 || id >= model.Vocabulary)
            {
                throw new ArgumentException($"{name} has the id {id}, expected 0 to {model.Vocabulary - 1}, the vocabulary.");
            }
        }

        var tokenizer = TokenizerFiles(options.Tokenizer);
        var graph = ModelGraph.Of(module, export);
        if (graph.Step!.States.FirstOrDefault(state => state.Kind == StateKind.Recurrent) is { } recurrent)
        {
            throw new OnnxExportException(
                $"{module.GetName()} cannot run in ONNX Runtime GenAI, which keeps keys and values of attention only: it has the recurrent "
                + $"state '{recurrent.Past}'. Use ForGeneration, which runs it in ONNX Runtime.");
        }

        Directory.CreateDirectory(folder);
        using var files = new AtomicFiles();
        OnnxFile.Write(
            files, Path.Combine(folder, ModelFile), graph.Proto, graph.Builder.Weights, options.ExternalDataFrom, options.WeightsFrom);
        var config = Config(model, graph, options, length).ToJsonString(_indented);
        files.Write(Path.Combine(folder, ConfigFile), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(config)));
        foreach (var file in tokenizer)
        {
            files.Write(Path.Combine(folder, Path.GetFileName(file)), stream =>
            {
                using var source = File.OpenRead(file);
                source.CopyTo(stream);
            });
        }

        files.Commit();
    }

    private static long LengthOf(ILanguageModel model, nn.Module module, GenAIExportOptions options)
    {
        if (options.MaximumLength is { } given && (given < 2 || given > model.MaximumLength))
        {
            throw new ArgumentException(
                $"{nameof(options.MaximumLength)} is {given}, expected at least 2"
                + (model.MaximumLength is { } most ? $" and at most {most}, the maximum of {module.GetName()}." : "."));
        }

        return options.MaximumLength ?? model.MaximumLength ?? throw new ArgumentException(
            $"{module.GetName()} has no maximum length, and GenAI allocates memory for one: set {nameof(options.MaximumLength)}.");
    }

    private static IReadOnlyList<string> TokenizerFiles(string? folder)
    {
        if (folder is null)
        {
            return [];
        }

        string[] files = [.. _tokenizerFiles.Select(name => Path.Combine(folder, name)).Where(File.Exists)];
        return files.Length > 0 ? files : throw new FileNotFoundException(
            $"'{folder}' has no files of a tokenizer, such as {_tokenizerFiles[0]}.");
    }

    private static JsonObject Config(ILanguageModel model, ModelGraph graph, GenAIExportOptions options, long length)
    {
        var keys = graph.Step!.States.Where(state => state.Kind == StateKind.Keys).ToList();
        var (heads, headDim) = keys.Count == 0 ? (1, 1) : (keys[0].Before.Sizes[1]!.Value, keys[0].Before.Sizes[3]!.Value);
        if (keys.FirstOrDefault(state => state.Before.Sizes[1] != heads || state.Before.Sizes[3] != headDim) is { } other)
        {
            throw new OnnxExportException(
                $"{graph.Proto.Graph.Name} cannot run in ONNX Runtime GenAI, whose attention layers have equal heads: the first layer "
                + $"has {heads} of {headDim} features, and '{other.Past}' has {other.Before.Sizes[1]} of {other.Before.Sizes[3]}. "
                + "Use ForGeneration, which runs it in ONNX Runtime.");
        }

        // GenAI reads those of the keys; the others are for readers of the file.
        var queryHeads = graph.Proto.Graph.Node.Where(node => node.OpType == "GroupQueryAttention")
            .SelectMany(node => node.Attribute).FirstOrDefault(attribute => attribute.Name == "num_heads")?.I ?? heads;
        var stop = options.StopIds;
        return new JsonObject
        {
            ["model"] = new JsonObject
            {
                ["type"] = "decoder",
                ["vocab_size"] = model.Vocabulary,
                ["context_length"] = length,
                ["bos_token_id"] = options.BeginId ?? stop[0],
                ["eos_token_id"] = new JsonArray([.. stop.Select(id => JsonValue.Create(id))]),
                ["pad_token_id"] = options.PadId ?? stop[0],
                ["decoder"] = new JsonObject
                {
                    ["filename"] = ModelFile,
                    ["session_options"] = new JsonObject { ["provider_options"] = new JsonArray() },
                    ["num_hidden_layers"] = keys.Count,
                    ["num_attention_heads"] = queryHeads,
                    ["num_key_value_heads"] = heads,
                    ["head_size"] = headDim,
                    ["hidden_size"] = queryHeads * headDim,
                    ["inputs"] = new JsonObject
                    {
                        ["input_ids"] = graph.Step.Ids,
                        ["attention_mask"] = DecodingStep.MaskName,
                        ["past_key_names"] = "past_key_values.%d.key",
                        ["past_value_names"] = "past_key_values.%d.value",
                    },
                    ["outputs"] = new JsonObject
                    {
                        ["logits"] = graph.Proto.Graph.Output[0].Name,
                        ["present_key_names"] = "present.%d.key",
                        ["present_value_names"] = "present.%d.value",
                    },
                },
            },
            ["search"] = new JsonObject
            {
                ["do_sample"] = false,
                ["max_length"] = length,
                ["num_beams"] = 1,
                ["past_present_share_buffer"] = true,
            },
        };
    }
}
