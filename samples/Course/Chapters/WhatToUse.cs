using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen;
using ModelGen.Decoding;
using ModelGen.Models;
using ModelGen.Models.Tokenization;
using ModelGen.Training;
using ScottPlot;
using TorchSharp;
using static TorchSharp.torch;

namespace Course;

/// <summary>Ignores the order.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(8, 32), Mean(Axis = 1), Linear("classes"), CrossEntropyLoss]
public partial class BagReader;

/// <summary>Reads with an RNN.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(8, 32), Rnn(32, Port = "last"), Linear("classes"), CrossEntropyLoss]
public partial class RnnReader;

/// <summary>Reads with an LSTM.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(8, 32), Lstm(32, Port = "last"), Linear("classes"), CrossEntropyLoss]
public partial class LstmReader;

/// <summary>Reads with a GRU.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(8, 32), Gru(32, Port = "last"), Linear("classes"), CrossEntropyLoss]
public partial class GruClassReader;

/// <summary>Reads with an encoder of the Transformer.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(8, 32), PositionEmbedding(64), TransformerEncoderLayer(4, 64, NormFirst = true, Dropout = 0)]
[Mean(Axis = 1), Linear("classes"), CrossEntropyLoss]
public partial class EncoderReader;

/// <summary>Writes with two layers of an RNN.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(100, 64), Rnn(64, NumLayers = 2), Linear(100), Autoregressive]
public partial class RnnWriter;

/// <summary>Writes with two layers of an LSTM.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(100, 64), Lstm(64, NumLayers = 2), Linear(100), Autoregressive]
public partial class LstmWriter;

/// <summary>Writes with two layers of a GRU.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(100, 64), Gru(64, NumLayers = 2), Linear(100), Autoregressive]
public partial class GruWriter;

/// <summary>Writes with two blocks of a Transformer.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(100, 64), SinusoidalPositions]
[TransformerEncoderLayer(4, 256, Causal = true), TransformerEncoderLayer(4, 256, Causal = true)]
[Linear(100), Autoregressive]
public partial class TransformerWriter;

/// <summary>Chapter 15: what to use when.</summary>
internal static class WhatToUse
{
    private const int Steps = 200;
    private const int Examples = 64;
    private const int Letters = 8;

    /// <summary>The sizes of the GPT-2, as they are written to its <c>config.json</c>.</summary>
    public static Gpt2Config Sizes { get; } = new(
        Vocabulary: 400, Positions: 24, D: 64, Layers: 2, Heads: 4, Hidden: 256,
        EmbeddingDropout: 0, AttentionDropout: 0, ResidualDropout: 0);

    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Accuracies(lesson);
        Memory();
        Pretrained(lesson);
        lesson.Save(Plot(), "what-to-use-when");
    }

    /// <summary>Draws sequences of 13 letters with the class 1 if 0 is more frequent than 1.</summary>
    public static (Tensor Input, Tensor Target) Counting(int count)
    {
        var letters = randint(0, 4, [count, 13], dtype: int64);
        return (letters, (letters.eq(0).sum(1) > letters.eq(1).sum(1)).to(int64));
    }

    /// <summary>Draws sequences of 12 letters with the class 1 if the one 0 among them is before the one 1.</summary>
    public static (Tensor Input, Tensor Target) Ordering(int count)
    {
        var letters = randint(2, Letters, [count, 12], dtype: int64);
        var places = rand(count, 12).argsort(1)[.., ..2];
        letters.scatter_(1, places, tensor(new long[] { 0, 1 }).expand(count, 2));
        return (letters, (places[.., 0] < places[.., 1]).to(int64));
    }

    /// <summary>Draws sequences of 60 letters whose class is the first letter.</summary>
    public static (Tensor Input, Tensor Target) Recalling(int count)
    {
        var letters = randint(0, Letters, [count, 60], dtype: int64);
        return (letters, letters[.., 0].clone());
    }

    /// <summary>Trains a tokenizer and a GPT-2 on stories.</summary>
    /// <param name="lesson">Trains.</param>
    /// <param name="steps">The number of steps.</param>
    public static (Gpt2 Model, TrainedTokenizer Tokenizer) Pretrain(Lesson lesson, int steps = Steps)
    {
        List<string> texts = [.. Enumerable.Range(0, 500).Select(_ => Stories.Text(Stories.Draw(1).data<long>()))];
        var tokenizer = TokenizerTrainer.TrainBytePairs(texts, new() { VocabularySize = (int)Sizes.Vocabulary });
        List<long[]> rows = [.. Packing.Rows(texts.Select(text => tokenizer.Encode(text + "\n")), (int)Sizes.Positions + 1)];
        var model = Gpt2.Create(Sizes);
        lesson.Train(model, (input, target) => new(input, target), Draw, steps, learningRate: 5e-3);
        return (model, tokenizer);

        (Tensor Input, Tensor Target) Draw()
        {
            var chosen = randint(0, rows.Count, Examples / 2, dtype: int64).data<long>();
            return NextToken.Shift(stack([.. chosen.Select(row => tensor(rows[(int)row]))]));
        }
    }

    /// <summary>Saves a model as a folder of the Hugging Face hub.</summary>
    public static void Save(Gpt2 model, TrainedTokenizer tokenizer, string folder)
    {
        tokenizer.Save(Path.Combine(folder, "tokenizer.json"));
        Checkpoint.Save(model, Path.Combine(folder, "model.safetensors"), new() { Map = Gpt2.HubNames() });
        File.WriteAllText(Path.Combine(folder, "config.json"), $$"""
            {
              "model_type": "gpt2", "vocab_size": {{Sizes.Vocabulary}}, "n_positions": {{Sizes.Positions}}, "n_embd": {{Sizes.D}},
              "n_layer": {{Sizes.Layers}}, "n_head": {{Sizes.Heads}}, "n_inner": {{Sizes.Hidden}}
            }
            """);
    }

    private static void Pretrained(Lesson lesson)
    {
        var folder = Directory.CreateTempSubdirectory("course");
        try
        {
            var (model, tokenizer) = Pretrain(lesson);
            using var trained = model;
            Save(trained, tokenizer, folder.FullName);

            using var pretrained = AutoModelForCausalLM.FromPretrained(folder.FullName);
            var text = "anna has a black sheep .";
            var ids = pretrained.Tokenizer.Encode(text);
            var input = tensor(ids.ToArray()).unsqueeze(0);
            var files = Directory.GetFiles(folder.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal);
            Console.WriteLine($"files: {string.Join(", ", files)}");
            Console.WriteLine($"{pretrained.Family}, {pretrained.Vocabulary} tokens, {Show.Parameters(pretrained.Model):N0} parameters");
            Console.WriteLine("the outputs before saving and after loading are "
                + Show.Agreement(trained.call(input), pretrained.Model.call(input)));
            var next = pretrained.Language.Generate(ids, GenerationOptions.Greedy with
            {
                MaxNewTokens = 12, StopStrings = [" ."], Decode = pretrained.Tokenizer.Decode,
            });
            Console.WriteLine($"{text} ->{pretrained.Tokenizer.Decode([.. next])}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Accuracies(Lesson lesson)
    {
        (string Name, int Classes, Func<int, (Tensor, Tensor)> Draw)[] tasks =
            [("counting", 2, Counting), ("ordering", 2, Ordering), ("recalling", Letters, Recalling)];
        Console.WriteLine($"right{string.Join("", tasks.Select(task => $"{task.Name,12}"))}   parameters");
        Row<BagReader, BagReader.Batch>("bag", classes => new(classes), (input, target) => new(input, target));
        Row<RnnReader, RnnReader.Batch>("RNN", classes => new(classes), (input, target) => new(input, target));
        Row<LstmReader, LstmReader.Batch>("LSTM", classes => new(classes), (input, target) => new(input, target));
        Row<GruClassReader, GruClassReader.Batch>("GRU", classes => new(classes), (input, target) => new(input, target));
        Row<EncoderReader, EncoderReader.Batch>("encoder", classes => new(classes), (input, target) => new(input, target));
        Console.WriteLine();

        void Row<TModel, TBatch>(string name, Func<long, TModel> create, Func<Tensor, Tensor, TBatch> batch)
            where TModel : nn.Module<Tensor, Tensor>, ITrainable<TBatch, Tensor>
        {
            List<string> shares = [];
            long parameters = 0;
            foreach (var (_, classes, draw) in tasks)
            {
                manual_seed(1);
                using var model = create(classes);
                lesson.Train(model, batch, () => draw(Examples), Steps, learningRate: 5e-3);
                using var quiet = no_grad();
                var (input, target) = draw(2000);
                shares.Add($"{model.call(input).argmax(1).eq(target).to(float32).mean().item<float>(),12:P0}");
                parameters = Show.Parameters(model);
            }

            Console.WriteLine($"{name,-8}{string.Join("", shares)[3..]}{parameters,13:N0}");
        }
    }

    // The bytes that each writer keeps of a text, by the number of its words.
    private static IEnumerable<(string Name, long Parameters, Func<int, double> KiB)> Costs()
    {
        (string, nn.Module)[] writers =
            [("RNN", new RnnWriter()), ("LSTM", new LstmWriter()), ("GRU", new GruWriter()), ("Transformer", new TransformerWriter())];
        foreach (var (name, model) in writers)
        {
            using (model)
            {
                using var state = ((ILanguageModel)model).NewDecoding();
                yield return (name, Show.Parameters(model), words => state.BytesFor(batch: 1, words) / 1024.0);
            }
        }
    }

    private static void Memory()
    {
        Console.WriteLine("KiB to continue a text of   100    1,000   10,000 words   parameters");
        foreach (var (name, parameters, kib) in Costs())
        {
            Console.WriteLine($"{name,-22}{kib(100),9:N1}{kib(1_000),9:N1}{kib(10_000),9:N1}{parameters,17:N0}");
        }

        Console.WriteLine();
    }

    private static Plot Plot()
    {
        int[] words = [.. Enumerable.Range(1, 100).Select(hundreds => 100 * hundreds)];
        var plot = Charts.New("What a writer keeps of a text", "words", "KiB");
        foreach (var (name, _, kib) in Costs().Where(one => one.Name != "RNN"))
        {
            plot.Line([.. words.Select(count => (double)count)], [.. words.Select(kib)], name == "GRU" ? "GRU, RNN" : name);
        }

        return plot;
    }
}
