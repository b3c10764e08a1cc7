using System;
using System.Linq;
using System.Threading;
using ModelGen;
using ModelGen.Models;
using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 15.</summary>
public sealed class WhatToUseTests
{
    [Fact]
    public void A_pretrained_model_is_loaded_from_a_folder_with_its_tokenizer_and_equal_outputs()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        manual_seed(7);
        var (model, tokenizer) = WhatToUse.Pretrain(new(new(folder["out"]), CancellationToken.None), steps: 2);
        using var trained = model;
        WhatToUse.Save(trained, tokenizer, folder["out"]);

        using var pretrained = AutoModelForCausalLM.FromPretrained(folder["out"]);
        var ids = pretrained.Tokenizer.Encode("anna has a brown dog .");

        Assert.Equal(tokenizer.Encode("anna has a brown dog ."), ids);
        Assert.Equal("anna has a brown dog .", pretrained.Tokenizer.Decode(ids));
        var input = tensor(ids.ToArray()).unsqueeze(0);
        Assert.True(pretrained.Model.call(input).Equals(trained.call(input)));
    }

    [Fact]
    public void The_classes_of_the_tasks_follow_from_the_letters()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        Check(WhatToUse.Counting, letters => letters.Count(one => one == 0) > letters.Count(one => one == 1) ? 1 : 0);
        Check(WhatToUse.Ordering, letters => Array.IndexOf(letters, 0L) < Array.IndexOf(letters, 1L) ? 1 : 0);
        Check(WhatToUse.Recalling, letters => letters[0]);

        static void Check(Func<int, (Tensor Input, Tensor Target)> draw, Func<long[], long> expected)
        {
            var (input, target) = draw(100);
            Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(expected([.. input[i].data<long>()]), target[i].item<long>()));
        }
    }

    [Fact]
    public void The_state_of_a_Transformer_grows_with_the_text_and_that_of_a_GRU_does_not()
    {
        using var gru = new GruWriter();
        using var transformer = new TransformerWriter();

        Assert.Equal(Bytes(gru, 100), Bytes(gru, 10_000));
        Assert.Equal(8 * Bytes(transformer, 128), Bytes(transformer, 1024));

        static long Bytes(ILanguageModel model, long length)
        {
            using var state = model.NewDecoding();
            return state.BytesFor(1, length);
        }
    }
}
