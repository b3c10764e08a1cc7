using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Checkpoints;

/// <summary>What docs/checkpoints.md and docs/from-pytorch.md show is compiled here, line by line, and run.</summary>
public sealed class DocumentedTests
{
    [Theory]
    [InlineData("checkpoints.md", 6)]
    [InlineData("from-pytorch.md", 1)]
    public void TheDocumentShowsWhatStandsHere(string page, int listings)
    {
        var here = Source().ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).ToHashSet();
        var document = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Place())!, "..", "..", "..", "docs", page))
            .ReplaceLineEndings("\n");
        var blocks = Regex.Matches(document, "^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.Equal(listings, blocks.Count);
        Assert.All(blocks.SelectMany(block => block.Groups[1].Value.Split('\n')), line => Assert.Contains(line.Trim(), here));
    }

    [Fact]
    public void WhatItShowsRuns()
    {
        var before = Directory.GetCurrentDirectory();
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["directory-of-the-shards"]);
        Directory.SetCurrentDirectory(folder.Path);
        try
        {
            using var model = new Gpt2();
            Checkpoint.Save(model, Path.Combine("directory-of-the-shards", "model.safetensors"),
                new SaveOptions { MaxShardBytes = 100_000 });
            Run(model);
            Checkpoint.Save(model, "model.safetensors", new SaveOptions { Map = Map() });
            Look();
            FromPyTorch();
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    private static void Run(Gpt2 model)
    {
        Checkpoint.Save(model, "model.safetensors");
        Checkpoint.Load(model, "model.safetensors");
        Checkpoint.Save(model, "model.safetensors", new SaveOptions { MaxShardBytes = 5_000_000_000 });
        Checkpoint.Load(model, "directory-of-the-shards");
        using var created = Checkpoint.Create(device => new Gpt2(device), "model.safetensors");
        model.SaveFolder("gpt2", new JsonObject { ["class_names"] = new JsonArray("fiction", "news") });
        using var saved = Gpt2.FromFolder("gpt2");
        var names = ModelFolder.Read("gpt2").Extras["class_names"];
        Assert.Equal(2, names!.AsArray().Count);
    }

    // The names of the model are not those of the file, which the documentation leaves out.
    private static void FromPyTorch()
    {
        var reference = Path.Combine(AppContext.BaseDirectory, "Reference", "Torch");
        File.Copy(Path.Combine(reference, "training.pt"), "training.pt");
        File.Copy(Path.Combine(reference, "training.pt"), "pytorch_model.bin");
        using var model = nn.Sequential(("linear", nn.Linear(3, 2)), ("norm", nn.BatchNorm1d(2)));
        Checkpoint.Load(model, "pytorch_model.bin");
        Checkpoint.Load(model, "training.pt", new LoadOptions { Entry = "state_dict" });

        File.Copy("training.pt", "weights.pt");
        var suggestion = Checkpoint.Suggest(model, "weights.pt");
        Console.WriteLine(suggestion);
        File.WriteAllText("names.json", suggestion.Map.ToJson());
        Checkpoint.Load(model, "weights.pt", new LoadOptions { Map = suggestion.Map });
    }

    private static NameMap Map()
    {
        var map = new NameMap
        {
            Prefixes = ["transformer.", ""],
            Ignore = ["lm_head.weight", "h.{i}.attn.bias"],
            Rules =
            [
                new("embedding.weight", "wte.weight"),
                new("block.{i}.feedForward.feedForward.linear1.{p}", "h.{i}.mlp.c_fc.{p}") { Transpose = true },
                new()
                {
                    Module =
                    [
                        "block.{i}.attention.multiHeadAttention.query.{p}",
                        "block.{i}.attention.multiHeadAttention.key.{p}",
                        "block.{i}.attention.multiHeadAttention.value.{p}",
                    ],
                    Checkpoint = ["h.{i}.attn.c_attn.{p}"],
                    Transpose = true,
                },
            ],
        };
        return new NameMap { Rules = map.Rules, Ignore = map.Ignore };
    }

    private static void Look()
    {
        using var file = CheckpointFile.Open("model.safetensors");
        long bytes = 0;
        foreach (var tensor in file.Tensors)
        {
            bytes += tensor.Length;     // also: Name, Type, Shape
        }

        using var embedding = file["wte.weight"].Read();
        Assert.True(bytes > 4 * embedding.numel());
        Assert.Equal([211L, 64L], embedding.shape.AsEnumerable());
    }

    private static string Source() => File.ReadAllText(Place());

    private static string Place([CallerFilePath] string here = "") => here;
}
