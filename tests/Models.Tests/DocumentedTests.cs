using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;
using ModelGen.Layers;
using ModelGen.Models.Tokenization;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;

namespace ModelGen.Models.Tests;

/// <summary>What docs/models.md and README.md show of the families is compiled here, line by line, and run on small models.</summary>
public sealed class DocumentedTests
{
    [Theory]
    [InlineData("docs/models.md", "csharp", 9)]
    [InlineData("docs/clients.md", "csharp", 5)]
    [InlineData("docs/coming-from-mlnet-genai.md", "csharp", 1)]
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
    public async Task WhatItShowsRuns()
    {
        var (before, console) = (Directory.GetCurrentDirectory(), Console.Out);
        using var folder = new TemporaryFolder();
        using var printed = new StringWriter();
        Directory.SetCurrentDirectory(folder.Path);
        Console.SetOut(printed);
        try
        {
            Place("gpt2", new ModelFolder("gpt2_tiny", "gpt2", change: config => config["vocab_size"] = 264));
            Place("bert-base-uncased", new ModelFolder("bert_tiny", "bert"));
            Place("Llama-3.2-1B", new ModelFolder("llama_tiny", "llama", change: config => config["vocab_size"] = 264));
            WriteRoberta("roberta-base");
            WithTheWordsOfTheTokenizer();
            Gpt2Continues();
            Gpt2IsTuned();
            BertFills();
            RobertaFills();
            BertIsTuned();
            await AModelChats();
            await AModelOfTheUsersOwnChats();
            await AFunctionIsCalled();
            await ABertEmbeds();
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

    // The references have fewer ids than there are bytes.
    private static void WithTheWordsOfTheTokenizer()
    {
        using var model = Gpt2.Create(new Gpt2Config(264, 64, 64, 2, 4, 256));
        Checkpoint.Save(model, Path.Combine("gpt2", "model.safetensors"), new SaveOptions { Map = Gpt2.HubNames() });
        using var llama = Llama.Create(new LlamaConfig(264, 64, 2, 4, 2, 16, 172, 1e-5, new RotaryOptions()));
        Checkpoint.Save(
            (torch.nn.Module)(object)llama, Path.Combine("Llama-3.2-1B", "model.safetensors"), new SaveOptions { Map = Llama.HubNames() });
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

    private static void RobertaFills()
    {
        using var roberta = RobertaForMaskedLM.FromPretrained("roberta-base");
        using var text = BertInput.Of(roberta.Tokenizer, ["the shapes<mask>."]);
        using var predicted = roberta.Model.call(text.Ids, text.Padding);
        Assert.Equal([1, 4, 50], predicted.shape);
    }

    // A folder whose tokenizer has few words, because the reference has few ids.
    private static void WriteRoberta(string name)
    {
        using var folder = FamilyTests.Copy("roberta");
        Directory.CreateDirectory(name);
        foreach (var file in new[] { "config.json", "model.safetensors" })
        {
            File.Copy(folder[file], Path.Combine(name, file));
        }

        File.WriteAllText(Path.Combine(name, "tokenizer.json"), """
            {
              "added_tokens": [{ "id": 4, "content": "<mask>", "special": true, "lstrip": true }],
              "pre_tokenizer": { "type": "Whitespace" },
              "model": { "type": "WordLevel", "unk_token": "<unk>", "vocab": { "<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "the": 4, "shapes": 5 } }
            }
            """);
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

    private static async Task AModelChats()
    {
        using var model = AutoModelForCausalLM.FromPretrained("Llama-3.2-1B");
        using IChatClient client = model.AsChatClient();
        await foreach (var update in client.GetStreamingResponseAsync("What is a tensor?", new ChatOptions { MaxOutputTokens = 100 }))
        {
            Console.Write(update.Text);
        }
    }

    private static async Task AModelOfTheUsersOwnChats()
    {
        ITokenizer tokenizer = new Clients.MarkedTokenizer();
        using var language = Clients.ScriptedModel.Of();
        using var client = new LanguageModelChatClient(language, tokenizer, new ChatClientSettings
        {
            Template = ChatTemplate.Parse(
                "{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}assistant: "),
            Generation = new GenerationOptions { MaxNewTokens = 200, Temperature = 0.7 },
            DropsOldestMessages = true,
        });
        Assert.Equal(5, (await client.GetResponseAsync("abc", new ChatOptions { MaxOutputTokens = 5 })).Usage!.OutputTokenCount);
    }

    // The same client as in the test of the middleware, which scripts the answers.
    private static async Task AFunctionIsCalled()
    {
        using var model = Clients.ScriptedModel.Of();
        using var client = new LanguageModelChatClient(model, new Clients.MarkedTokenizer(), new ChatClientSettings
        {
            Template = ChatTemplate.Parse("{{ tools | tojson }}{{ messages[0].content }}"),
            Generation = new GenerationOptions { MaxNewTokens = 3 },
        });
        var add = AIFunctionFactory.Create((int a, int b) => a + b, "add", "Adds two numbers.");
        using var calling = client.AsBuilder().UseFunctionInvocation().Build();
        var response = await calling.GetResponseAsync("What is 2 + 40?", new ChatOptions { Tools = [add] });
        Assert.Equal(3, response.Usage!.OutputTokenCount);
    }

    private static async Task ABertEmbeds()
    {
        using var bert = Bert.FromPretrained("bert-base-uncased");
        using var generator = bert.AsEmbeddingGenerator();
        var vectors = await generator.GenerateAsync(["the shapes fit", "the sizes agree"]);
        Assert.Equal([64, 64], vectors.Select(vector => vector.Vector.Length));

        ITokenizer tokenizer = new Clients.MarkedTokenizer();
        using var encoder = torch.nn.Embedding(Clients.MarkedTokenizer.Vocabulary, 8);
        var settings = new TextEmbeddingSettings { MaximumLength = 128 };
        using var own = new TextEmbeddingGenerator(tokenizer, (ids, padding) => encoder.call(ids), settings);
        Assert.Equal(8, (await own.GenerateVectorAsync("abc")).Length);
    }

    // Compiled only: it needs a GPU.
    private static void LlamaIsOnAGpu()
    {
        using var model = AutoModelForCausalLM.FromPretrained("Llama-3.2-1B", torch.CUDA, torch.bfloat16);
        using IChatClient client = model.AsChatClient();
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
