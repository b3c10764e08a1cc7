using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ModelGen.Models.Tokenization;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;

namespace ModelGen.Models.Tests;

/// <summary>What docs/models.md and README.md show of the families is compiled here, line by line, and run on small models.</summary>
public sealed class DocumentedTests
{
    [Theory]
    [InlineData("docs/models.md", "csharp", 8)]
    [InlineData("README.md", "csharp models", 3)]
    [InlineData("src/Models/README.md", "csharp", 1)]
    [InlineData("docs/adapters.md", "csharp models", 2)]
    public void TheDocumentShowsWhatStandsHere(string document, string info, int blocks)
    {
        var root = Path.Combine(Path.GetDirectoryName(Place())!, "..", "..");
        var here = File.ReadAllText(Place()).ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).ToHashSet();
        var shown = Regex.Matches(File.ReadAllText(Path.Combine(root, document)).ReplaceLineEndings("\n"), $"^```{info}\n(.*?)^```",
            RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.Equal(blocks, shown.Count);
        Assert.All(shown.SelectMany(block => block.Groups[1].Value.Split('\n')), line => Assert.Contains(line.Trim(), here));
    }

    [Fact]
    public void WhatItShowsRuns()
    {
        var (before, console) = (Directory.GetCurrentDirectory(), Console.Out);
        using var folder = new TemporaryFolder();
        using var printed = new StringWriter();
        Directory.SetCurrentDirectory(folder.Path);
        Console.SetOut(printed);
        try
        {
            Place("gpt2", new ModelFolder("gpt2_tiny", "gpt2", change: config => config["vocab_size"] = 264));
            WithTheWordsOfTheTokenizer();
            Place("bert-base-uncased", new ModelFolder("bert_tiny", "bert"));
            Place("Llama-3.2-1B", new ModelFolder("llama_tiny", "llama"));
            Gpt2Continues();
            Gpt2IsTuned();
            BertFills();
            BertIsTuned();
            AConversationIsWritten();
            LlamaIsLoaded();
            ATokenizerIsTrained();
            Assert.EndsWith("10000" + Environment.NewLine, printed.ToString());
            using var saved = Gpt2.FromPretrained("my-gpt2");
        }
        finally
        {
            Console.SetOut(console);
            Directory.SetCurrentDirectory(before);
        }
    }

    // The reference has fewer ids than there are bytes.
    private static void WithTheWordsOfTheTokenizer()
    {
        using var model = Gpt2.Create(new Gpt2Config(264, 64, 64, 2, 4, 256));
        Checkpoint.Save(model, Path.Combine("gpt2", "model.safetensors"), new SaveOptions { Map = Gpt2.HubNames() });
    }

    private static void Gpt2Continues()
    {
        using var gpt2 = Gpt2.FromPretrained("gpt2");
        var prompt = gpt2.Tokenizer.Encode("The shapes fit, and");
        var ids = gpt2.Model.Generate(prompt, GenerationOptions.Greedy with { MaxNewTokens = 20 });
        Console.WriteLine(gpt2.Tokenizer.Decode(ids));
        gpt2.Save("my-gpt2");
    }

    private static void Gpt2IsTuned()
    {
        using (var gpt2 = Gpt2.FromPretrained("gpt2"))
        using (var fresh = new Gpt2Adapted(gpt2.Model))
        {
            fresh.Adapters.Save("gpt2-adapters", Gpt2.HubNames());
        }

        Gpt2Learns();
        Gpt2TakesAdapters();
    }

    private static void Gpt2Learns()
    {
        using var gpt2 = Gpt2.FromPretrained("gpt2");
        using var tuned = new Gpt2Lora(gpt2.Model);
        using var optimizer = torch.optim.AdamW(tuned.Adapters.parameters(), 1e-4);
        using var ids = torch.tensor(new long[,] { { 5, 6, 7 } });
        using var loss = tuned.Loss(ids, ids);
        loss.backward();
        optimizer.step();
    }

    private static void Gpt2TakesAdapters()
    {
        using var gpt2 = Gpt2.FromPretrained("gpt2");
        using var tuned = new Gpt2Adapted(gpt2.Model);
        tuned.Adapters.Load("gpt2-adapters", Gpt2.HubNames());
    }

    private static void BertFills()
    {
        using var bert = BertForMaskedLM.FromPretrained("bert-base-uncased");
        using var input = BertInput.Of(bert.Tokenizer, ["the shapes [MASK] .", "a shorter one"]);
        using var scores = bert.Model.call(input.Ids, input.TokenTypes, input.Padding);
        Assert.Equal([2, input.Ids.shape[1], 211], scores.shape);
    }

    private static void BertIsTuned()
    {
        using var encoder = Bert.FromPretrained("bert-base-uncased");
        var sizes = encoder.Config with { Classes = 3 };
        using var classifier = BertForSequenceClassification.Create(sizes);
        Checkpoint.Load(classifier, "bert-base-uncased",
            new LoadOptions { Map = BertNames.SequenceClassification(), AllowMissing = ["logits.linear.{p}"] });
    }

    private static void LlamaIsLoaded()
    {
        using var llama = Llama.FromPretrained("Llama-3.2-1B", dtype: torch.bfloat16);
        Console.WriteLine(llama.Config.Rotary.Base);
    }

    private static void AConversationIsWritten()
    {
        File.WriteAllText("Llama-3.2-1B/chat_template.jinja", "{% for message in messages %}<{{ message.role }}>{% endfor %}");
        var template = ChatTemplate.FromPretrained("Llama-3.2-1B");
        var text = template?.Render([ChatTurn.System("Be brief."), ChatTurn.User("What is a tensor?")]);
        Assert.Equal("<system><user>", text);
        PromptsAreWritten(template);
    }

    private static void PromptsAreWritten(ChatTemplate? template)
    {
        var question = PromptTemplate.Parse("Translate {text} to {language}.").With("language", "French");
        Console.WriteLine(question.Format(("text", "the cat")));
        Assert.Equal("Translate the cat to French.", question.Format(("text", "the cat")));

        var capitals = new FewShotPromptTemplate(PromptTemplate.Parse("{country}: {capital}"), PromptTemplate.Parse("{country}:"))
        {
            Separator = "\n",
        };
        var example = new Dictionary<string, string> { ["country"] = "France", ["capital"] = "Paris" };
        Console.WriteLine(capitals.Format([example], ("country", "Italy")));
        Assert.Equal("France: Paris\nItaly:", capitals.Format([example], ("country", "Italy")));

        var chat = ChatPromptTemplate.Parse(("system", "Answer in {language}."), ("user", "{question}"));
        var turns = chat.Format(("language", "French"), ("question", "What is a tensor?"));
        Console.WriteLine(template?.Render(turns));
        Assert.Equal([ChatTurn.System("Answer in French."), ChatTurn.User("What is a tensor?")], turns);
    }

    private static void ATokenizerIsTrained()
    {
        File.WriteAllText("corpus.txt", "low lower lowest\nlow lower\n");
        var texts = File.ReadLines("corpus.txt");
        var options = new TokenizerTrainingOptions { VocabularySize = 8000, SpecialTokens = ["<|endoftext|>"] };
        TokenizerTrainer.TrainBytePairs(texts, options).Save("tokenizer.json");
        var tokenizer = TokenizerFile.Load("tokenizer.json");
        Assert.Equal(2, tokenizer.Encode("low lower").Count);
    }

    private static void Place(string name, ModelFolder source)
    {
        using (source)
        {
            Directory.CreateDirectory(name);
            foreach (var file in Directory.GetFiles(source.Path))
            {
                File.Copy(file, Path.Combine(name, Path.GetFileName(file)));
            }
        }
    }

    private static string Place([CallerFilePath] string place = "") => place;
}

/// <summary>What README.md shows.</summary>
[Lora<Gpt2>(8, Alpha = 16, Targets = new[] { "query", "key", "value" })]
public partial class Gpt2Lora;

/// <summary>What docs/adapters.md shows: adapters as they are published for GPT-2.</summary>
[Lora<Gpt2>(8, Alpha = 32, Dropout = 0.1, Targets = new[] { "query", "key", "value" })]
public partial class Gpt2Adapted;
