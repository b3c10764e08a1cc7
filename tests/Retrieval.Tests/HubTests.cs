using System.IO;
using ModelGen.Models.Tests;
using Samples.Shared.Tests;
using Xunit;

namespace Retrieval.Tests;

/// <summary>Models of the Hugging Face hub: a BERT as the encoder, and a language model that answers.</summary>
public sealed class HubTests
{
    [Fact]
    public void A_BERT_is_the_encoder_of_an_index_that_opens_without_naming_it_again()
    {
        using var bert = new ModelFolder("bert_tiny", "bert");
        using var folder = new TemporaryFolder();
        folder.Write("docs/kettle.md", "# Kettle\nThe kettle is new. It boils water.\n# Low\nThe lowest lake is low.\n");

        var built = SampleRun.Of(
            Program.Main, "--docs", folder["docs"], "--encoder", bert.Path, "--output", folder["out"], "--questions", "5");
        Assert.Equal(("", 0), (built.Error, built.Code));
        Assert.Contains($"Encoder: the BERT in '{bert.Path}'", built.Output);
        Assert.False(Directory.Exists(folder["out/encoder"]));

        var asked = SampleRun.Of(Program.Main, "ask", "new kettle?", "--output", folder["out"]);
        Assert.Equal(("", 0), (asked.Error, asked.Code));
        Assert.Contains("[1] Kettle (kettle.md; fusion ", asked.Output);
    }

    [Fact]
    public void An_encoder_without_a_tokenizer_is_one_sentence()
    {
        using var bert = new ModelFolder("bert_tiny", "bert");
        using var folder = new TemporaryFolder();
        folder.Write("docs/kettle.md", "# Kettle\nThe kettle is new.\n");
        File.Delete(bert["vocab.txt"]);

        var run = SampleRun.Of(Program.Main, "--docs", folder["docs"], "--encoder", bert.Path, "--output", folder["out"]);
        Assert.Equal(2, run.Code);
        Assert.StartsWith($"The model in '{bert.Path}' cannot be loaded: ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_language_model_with_too_few_positions_is_one_sentence_after_the_passages()
    {
        using var gpt2 = new ModelFolder("gpt2_tiny", "gpt2");
        using var index = new ProgramTests.Index();

        var run = SampleRun.Of(
            Program.Main, "ask", "what is the color of the kettle?", "--model", gpt2.Path, "--output", index.Folder["out"]);
        Assert.Equal(2, run.Code);
        Assert.Contains("[1] Kettle (kitchen.md; fusion ", run.Output);
        Assert.StartsWith("The model cannot answer from 5 passages: ", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_folder_without_a_language_model_is_one_sentence() =>
        SampleRun.Of(Program.Main, "ask", "what is a kettle?", "--model", "none", "--output", "none")
            .AssertRefused("The model in 'none' cannot be loaded: ");
}
