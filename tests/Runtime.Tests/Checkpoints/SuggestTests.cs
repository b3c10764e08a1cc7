using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelGen.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Checkpoints;

/// <summary>Proposals of name maps for models under the names of well-known libraries.</summary>
public sealed class SuggestTests
{
    [Fact]
    public void Fused_and_transposed_matrices_of_GPT2_are_open_with_hints()
    {
        List<(string, long[])> tensors = [("wte.weight", [211, 64]), ("wpe.weight", [64, 64])];
        for (var i = 0; i < 2; i++)
        {
            tensors.AddRange(
            [
                ($"h.{i}.ln_1.weight", [64]), ($"h.{i}.ln_1.bias", [64]), ($"h.{i}.attn.bias", [1, 1, 64, 64]),
                ($"h.{i}.attn.c_attn.weight", [64, 192]), ($"h.{i}.attn.c_attn.bias", [192]),
                ($"h.{i}.attn.c_proj.weight", [64, 64]), ($"h.{i}.attn.c_proj.bias", [64]),
                ($"h.{i}.ln_2.weight", [64]), ($"h.{i}.ln_2.bias", [64]),
                ($"h.{i}.mlp.c_fc.weight", [64, 256]), ($"h.{i}.mlp.c_fc.bias", [256]),
                ($"h.{i}.mlp.c_proj.weight", [256, 64]), ($"h.{i}.mlp.c_proj.bias", [64]),
            ]);
        }

        tensors.AddRange([("ln_f.weight", [64]), ("ln_f.bias", [64])]);
        using var model = new Gpt2();
        using var file = Written(tensors);
        var suggestion = Checkpoint.Suggest(model, file.Path);
        Assert.Equal(
            [
                "block.{i}.attention.layerNorm.{p} <- h.{i}.ln_1.{p}: 4, Order",
                "block.{i}.feedForward.layerNorm.{p} <- h.{i}.ln_2.{p}: 4, Order",
                "embedding.{p} <- wte.{p}: 1, Unique", "layerNorm.{p} <- ln_f.{p}: 2, Unique",
            ],
            suggestion.Rules.Select(rule => $"{rule.Rule.Module[0]} <- {rule.Rule.Checkpoint[0]}: {rule.Tensors}, {rule.Reason}")
                .Order(StringComparer.Ordinal));
        Assert.Contains("BY ORDER, of several candidates: check it", suggestion.ToString());
        Assert.Equal((25, 19), (suggestion.OpenInModule.Count, suggestion.OpenInFile.Count));
        const string Attention = "block.{i}.attention.multiHeadAttention";
        const string Mlp = "block.{i}.feedForward.feedForward";
        Assert.Equal(
            [
                $"'h.{{i}}.attn.c_proj' has the shapes of '{Attention}.query', '{Attention}.key', '{Attention}.value', "
                    + $"'{Attention}.output': add the rule for one of them.",
                $"'h.{{i}}.attn.c_attn' (64, 192) may be '{Attention}.query', '{Attention}.key', '{Attention}.value' fused and transposed: "
                    + $"new() {{ Module = [\"{Attention}.query.{{p}}\", \"{Attention}.key.{{p}}\", \"{Attention}.value.{{p}}\"], "
                    + "Checkpoint = [\"h.{i}.attn.c_attn.{p}\"], Transpose = true }.",
                $"'h.{{i}}.mlp.c_fc' (64, 256) may be '{Mlp}.linear1' transposed: new() {{ Module = [\"{Mlp}.linear1.{{p}}\"], "
                    + "Checkpoint = [\"h.{i}.mlp.c_fc.{p}\"], Transpose = true }.",
                $"'h.{{i}}.mlp.c_proj' (256, 64) may be '{Mlp}.linear2' transposed: new() {{ Module = [\"{Mlp}.linear2.{{p}}\"], "
                    + "Checkpoint = [\"h.{i}.mlp.c_proj.{p}\"], Transpose = true }.",
                "'wpe' may be 'positionEmbedding', transposed or not: its matrix is square, and other matrices of the file are transposed.",
            ],
            suggestion.Hints);
    }

    [Fact]
    public void Names_of_BERT_are_mapped_completely()
    {
        List<(string, long[])> tensors =
        [
            ("embeddings.word_embeddings.weight", [99, 16]), ("embeddings.position_embeddings.weight", [40, 16]),
            ("embeddings.token_type_embeddings.weight", [2, 16]), ("embeddings.LayerNorm.gamma", [16]), ("embeddings.LayerNorm.beta", [16]),
        ];
        for (var i = 0; i < 11; i++)
        {
            foreach (var (layer, rows, columns) in new[]
            {
                ("attention.self.query", 16, 16), ("attention.self.key", 16, 16), ("attention.self.value", 16, 16),
                ("attention.output.dense", 16, 16), ("intermediate.dense", 48, 16), ("output.dense", 16, 48),
            })
            {
                tensors.AddRange([($"encoder.layer.{i}.{layer}.weight", [rows, columns]), ($"encoder.layer.{i}.{layer}.bias", [rows])]);
            }

            foreach (var layer in new[] { "attention.output.LayerNorm", "output.LayerNorm" })
            {
                tensors.AddRange([($"encoder.layer.{i}.{layer}.gamma", [16]), ($"encoder.layer.{i}.{layer}.beta", [16])]);
            }
        }

        // Sorted like the files of the hub.
        tensors.Sort((one, other) => string.CompareOrdinal(one.Item1, other.Item1));
        using var model = new BertEncoder(vocabulary: 99, positions: 40, D: 16, layers: 11, heads: 2, hidden: 48);
        using var expected = new BertEncoder(vocabulary: 99, positions: 40, D: 16, layers: 11, heads: 2, hidden: 48);
        using var file = Written(tensors);
        var suggestion = Checkpoint.Suggest(model, file.Path);
        Checkpoint.Load(model, file.Path, new LoadOptions { Map = suggestion.Map });
        Checkpoint.Load(expected, file.Path, new LoadOptions { Map = BertNames.EncoderWithoutPooler(legacy: true) });
        foreach (var (name, tensor) in expected.state_dict())
        {
            Assert.True(tensor.Equals(model.state_dict()[name]), $"{name}\n{suggestion}");
        }

        Assert.DoesNotContain(suggestion.Rules, rule => rule.Reason == SuggestionReason.Order);
        Assert.Equal(suggestion.ToString(), Checkpoint.Suggest(model, file.Path).ToString());
    }

    [Fact]
    public void Names_of_torchvisions_ResNet_are_mapped_completely()
    {
        List<(string, long[])> tensors = [("conv1.weight", [4, 3, 7, 7]), .. Norm("bn1", 4)];
        foreach (var (layer, block, input, channels) in new[] { (1, 0, 4, 4), (1, 1, 4, 4), (2, 0, 4, 8), (2, 1, 8, 8) })
        {
            var path = $"layer{layer}.{block}";
            tensors.AddRange(
            [
                ($"{path}.conv1.weight", [channels, input, 3, 3]), .. Norm($"{path}.bn1", channels),
                ($"{path}.conv2.weight", [channels, channels, 3, 3]), .. Norm($"{path}.bn2", channels),
            ]);
            if (input != channels)
            {
                tensors.AddRange([($"{path}.downsample.0.weight", [channels, input, 1, 1]), .. Norm($"{path}.downsample.1", channels)]);
            }
        }

        tensors.AddRange([("fc.weight", [10, 8]), ("fc.bias", [10])]);
        using var model = new SmallResNet();
        using var file = Written(tensors);
        var suggestion = Checkpoint.Suggest(model, file.Path);
        Checkpoint.Load(model, file.Path, new LoadOptions { Map = suggestion.Map });
        var expected = new Dictionary<string, string>
        {
            ["conv"] = "conv1",
            ["batchNorm"] = "bn1",
            ["block2.shortcut.conv"] = "layer2.0.downsample.0",
            ["block2.shortcut.batchNorm"] = "layer2.0.downsample.1",
            ["linear"] = "fc",
        };
        foreach (var (block, layer) in new[]
        {
            ("block.0", "layer1.0"), ("block.1", "layer1.1"), ("block2.result", "layer2.0"), ("block3", "layer2.1"),
        })
        {
            expected.Add($"{block}.conv", $"{layer}.conv1");
            expected.Add($"{block}.batchNorm", $"{layer}.bn1");
            expected.Add($"{block}.conv2", $"{layer}.conv2");
            expected.Add($"{block}.batchNorm2", $"{layer}.bn2");
        }

        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), Sources(model, tensors));
        Assert.Equal((tensors.Count, 0), (suggestion.Rules.Sum(rule => rule.Tensors), suggestion.OpenInFile.Count));
        Assert.Contains("```text\n" + suggestion.ToString().Replace(file.Path, "resnet.safetensors") + "\n```\n", Page());
    }

    [Fact]
    public void A_common_prefix_is_found()
    {
        using var folder = new TemporaryFolder();
        using var model = new Gpt2();
        Checkpoint.Save(model, folder["a.safetensors"], new SaveOptions { Map = new NameMap { Prefixes = ["module."] } });
        var suggestion = Checkpoint.Suggest(model, folder["a.safetensors"]);
        Assert.Equal(["module."], suggestion.Map.Prefixes);
        Assert.Equal((model.state_dict().Count, 0), (suggestion.Exact, suggestion.OpenInModule.Count));
        Checkpoint.Load(model, folder["a.safetensors"], new LoadOptions { Map = suggestion.Map });
    }

    [Fact]
    public void Another_architecture_is_left_open()
    {
        using var model = new Gpt2();
        using var file = Written([("conv.weight", [8, 3, 3, 3]), ("fc.weight", [10, 8]), ("fc.bias", [10])]);
        var suggestion = Checkpoint.Suggest(model, file.Path);
        Assert.Empty(suggestion.Rules);
        Assert.Equal((0, model.state_dict().Count, 3), (suggestion.Exact, suggestion.OpenInModule.Count, suggestion.OpenInFile.Count));
    }

    [Fact]
    public void More_layers_in_the_file_than_in_the_module_are_left_open()
    {
        using var model = new Gpt2();
        List<(string, long[])> tensors = [];
        for (var i = 0; i < 3; i++)
        {
            tensors.AddRange([($"h.{i}.norm.weight", [64]), ($"h.{i}.norm.bias", [64])]);
        }

        using var file = Written(tensors);
        var suggestion = Checkpoint.Suggest(model, file.Path);
        Assert.Empty(suggestion.Rules);
        Assert.Contains("h.{i}.norm.weight (64) ×3", suggestion.ToString());
    }

    [Fact]
    public void Names_with_braces_are_left_open()
    {
        using var model = nn.Sequential(("dense", nn.Linear(3, 2)));
        using var file = Written([("{x.weight", [2, 3]), ("{x.bias", [2])]);
        var suggestion = Checkpoint.Suggest(model, file.Path);
        Assert.Equal((0, 2, 2), (suggestion.Rules.Count, suggestion.OpenInModule.Count, suggestion.OpenInFile.Count));
    }

    [Fact]
    public void An_entry_of_a_file_of_PyTorch_is_compared()
    {
        using var model = nn.Sequential(("dense", nn.Linear(3, 2)), ("bn", nn.BatchNorm1d(2)));
        var path = Path.Combine(AppContext.BaseDirectory, "Reference", "Torch", "average.pt");
        var suggestion = Checkpoint.Suggest(model, path, "ema.model");
        Assert.Equal(["bn.{p} <- norm.{p}", "dense.{p} <- linear.{p}"], suggestion.Rules
            .Select(rule => $"{rule.Rule.Module[0]} <- {rule.Rule.Checkpoint[0]}").Order(StringComparer.Ordinal));
        Checkpoint.Load(model, path, new LoadOptions { Entry = "ema.model", Map = suggestion.Map });
    }

    // The layers of the file from which those of the module were loaded: Written fills each tensor with its number.
    private static IEnumerable<KeyValuePair<string, string>> Sources(nn.Module model, IReadOnlyList<(string Name, long[] Shape)> tensors)
    {
        using var scope = NewDisposeScope();
        return model.state_dict().Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).Select(
            pair => KeyValuePair.Create(Layer(pair.Key), Layer(tensors[(int)pair.Value.flatten()[0].item<float>()].Name)))
            .Distinct().OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();

        static string Layer(string name) => name[..name.LastIndexOf('.')];
    }

    private static string Page([CallerFilePath] string here = "")
        => File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "from-pytorch.md"))
            .ReplaceLineEndings("\n");

    private static IEnumerable<(string Name, long[] Shape)> Norm(string path, long channels)
        => new[] { "weight", "bias", "running_mean", "running_var" }.Select(name => ($"{path}.{name}", new[] { channels }));

    private sealed class TensorFile(string path) : IDisposable
    {
        public string Path { get; } = path;

        public void Dispose() => File.Delete(Path);
    }

    private static TensorFile Written(IReadOnlyList<(string Name, long[] Shape)> tensors)
    {
        long offset = 0;
        var entries = tensors.Select(tensor =>
        {
            var (begin, end) = (offset, offset + (4 * tensor.Shape.Aggregate(1L, (one, other) => one * other)));
            offset = end;
            return $$"""
                "{{tensor.Name}}":{"dtype":"F32","shape":[{{string.Join(",", tensor.Shape)}}],"data_offsets":[{{begin}},{{end}}]}
                """.Trim();
        });
        var header = "{" + string.Join(",", entries) + "}";
        var path = System.IO.Path.GetTempFileName();
        var content = SafeTensorsBytes.File(header, (int)offset);
        var values = tensors.SelectMany((tensor, number) => Enumerable.Repeat((float)number, (int)tensor.Shape.Aggregate((a, b) => a * b)));
        MemoryMarshal.AsBytes<float>(values.ToArray()).CopyTo(content.AsSpan(content.Length - (int)offset));
        File.WriteAllBytes(path, content);
        return new TensorFile(path);
    }
}
