using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using System.Threading.Tasks;
using ModelGen.Training;
using Samples.Shared.Tests;
using Xunit;
using static TorchSharp.torch;

namespace Retrieval.Tests;

/// <summary>The encoder and its training.</summary>
public sealed class EncoderTests
{
    [Fact]
    public void Vectors_have_the_norm_1_and_do_not_depend_on_the_batch()
    {
        manual_seed(1);
        using var encoder = new PassageEncoder();
        var alone = Passages(encoder, "open the door");
        var together = Passages(encoder, "close", "open the door", "a much longer text about something else");

        Assert.Equal(1, TensorPrimitives.Norm(alone[0]), 1e-5);
        Assert.Equal(1, TensorPrimitives.CosineSimilarity(alone[0], together[1]), 1e-5);
        Assert.Equal(new float[128], Passages(encoder, "", "door")[0]);
    }

    [Fact]
    public void Training_brings_words_of_questions_to_other_words_of_passages()
    {
        using var encoder = EncoderTraining.Run(Pairs(), new Budget(default, 15), seed: 1, Never);

        // "begin" and "start" never occur in one text: only pairs connect them.
        var question = Questions(encoder, "begin process")[0];
        var passages = Passages(encoder, "Run: start engine", "Halt: end engine");
        Assert.True(
            TensorPrimitives.Dot<float>(question, passages[0]) > TensorPrimitives.Dot<float>(question, passages[1]) + 0.2f,
            $"{TensorPrimitives.Dot<float>(question, passages[0])} {TensorPrimitives.Dot<float>(question, passages[1])}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights()
    {
        using var one = EncoderTraining.Run(Pairs(), new Budget(default, 3), seed: 1, Never);
        using var same = EncoderTraining.Run(Pairs(), new Budget(default, 3), seed: 1, Never);
        using var other = EncoderTraining.Run(Pairs(), new Budget(default, 3), seed: 2, Never);
        Assert.Equal(Passages(one, "start engine")[0], Passages(same, "start engine")[0]);
        Assert.NotEqual(Passages(one, "start engine")[0], Passages(other, "start engine")[0]);
    }

    [Fact]
    public void Held_out_passages_do_not_change_the_encoder()
    {
        var learnt = Pairs().Where(passage => !passage.IsHeldOut).ToList();
        Assert.InRange(Pairs().Count - learnt.Count, 5, 60);
        using var all = EncoderTraining.Run(Pairs(), new Budget(default, 2), seed: 1, Never);
        using var without = EncoderTraining.Run(learnt, new Budget(default, 2), seed: 1, Never);
        Assert.Equal(Passages(all, "start engine")[0], Passages(without, "start engine")[0]);
    }

    [Fact]
    public async Task A_saved_encoder_gives_the_same_vectors_and_a_damaged_one_is_one_sentence()
    {
        using var folder = new TemporaryFolder();
        manual_seed(1);
        using var encoder = new PassageEncoder();
        EncoderFolder.Save(encoder, folder["encoder"]);
        EncoderFolder.Save(encoder, folder["encoder"]);
        Assert.Single(System.IO.Directory.GetDirectories(folder["."]));
        using (var opened = EncoderFolder.Open(folder["encoder"]))
        {
            Assert.Equal(128, opened.Dimensions);
            Assert.Equal(Questions(encoder, "open the door")[0], (await opened.EncodeQuestion("open the door")).ToArray());
        }

        var weights = System.IO.Directory.GetFiles(folder["encoder"], "*.safetensors").Single();
        System.IO.File.WriteAllBytes(weights, System.IO.File.ReadAllBytes(weights)[..1000]);
        var error = Assert.Throws<SampleException>(() => EncoderFolder.Open(folder["encoder"]));
        Assert.StartsWith($"The encoder in '{folder["encoder"]}' is damaged: ", error.Message);
    }

    [Fact]
    public void Loss_of_perfect_vectors_is_near_0_and_of_equal_ones_the_logarithm_of_the_batch()
    {
        manual_seed(1);
        using var encoder = new PassageEncoder();
        Assert.InRange(Loss(["door", "window", "stairs"], ["door", "window", "stairs"]), 0, 0.05);
        Assert.Equal(Math.Log(3), Loss(["door", "door", "door"], ["door", "door", "door"]), 1e-4);

        double Loss(string[] questions, string[] passages)
        {
            using var scope = NewDisposeScope();
            var (question, questionLengths) = WordNumbers.Batch([.. questions.Select(WordNumbers.Of)]);
            var (passage, passageLengths) = WordNumbers.Batch([.. passages.Select(WordNumbers.Of)]);
            return EncoderTraining.Loss(encoder, (question, questionLengths, passage, passageLengths)).item<float>();
        }
    }

    private static readonly Interruption Never = new(() => { });

    private static List<Passage> Pairs()
    {
        string[] things = ["engine", "process", "server", "window", "story", "game", "lesson", "journey", "meeting", "film"];
        string[] kinds = ["red", "green", "blue", "old", "new", "small", "large", "fast", "slow", "good"];
        return
        [
            .. from kind in kinds
               from thing in things
               from passage in new[]
               {
                   new Passage("d", $"{kind} {thing} One", $"begin {kind} {thing}", $"start {kind} {thing}"),
                   new Passage("d", $"{kind} {thing} Two", $"finish {kind} {thing}", $"end {kind} {thing}"),
               }
               select passage with { Title = $"{passage.Title[^3..]} › {StableHash.Of(passage.Title)}" },
        ];
    }

    private static float[][] Passages(PassageEncoder encoder, params string[] texts) => Vectors(encoder, texts, areQuestions: false);

    private static float[][] Questions(PassageEncoder encoder, params string[] texts) => Vectors(encoder, texts, areQuestions: true);

    private static float[][] Vectors(PassageEncoder encoder, string[] texts, bool areQuestions) =>
        [.. new PassageEmbeddings(encoder, areQuestions).GenerateAsync(texts).Result.Select(embedding => embedding.Vector.ToArray())];
}
