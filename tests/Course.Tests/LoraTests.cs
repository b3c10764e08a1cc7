using System.Linq;
using System.Threading;
using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 14.</summary>
public sealed class LoraTests
{
    [Fact]
    public void Adapters_change_nothing_at_first_train_without_the_weights_and_are_merged_into_them()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        manual_seed(7);
        var pretrained = new LittleGpt(Stories.Words);
        pretrained.eval();
        var stories = Stories.Draw(8, otherSounds: true);
        var before = pretrained.call(stories);
        var weights = pretrained.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());
        using var adapted = new AdaptedGpt(pretrained);
        Assert.True(adapted.call(stories).allclose(before, atol: 1e-6));

        var lesson = new Lesson(new(folder["out"]), CancellationToken.None);
        Lora.Train(lesson, adapted, (input, target) => new AdaptedGpt.Batch(input, target), steps: 20);
        var after = adapted.call(stories);
        Assert.False(after.allclose(before, atol: 1e-2));
        Assert.All(weights, pair => Assert.True(adapted.BaseModel.state_dict()[pair.Key].Equals(pair.Value), pair.Key));

        adapted.Adapters.Enabled = false;
        Assert.True(adapted.call(stories).allclose(before, atol: 1e-6));

        adapted.Adapters.Enabled = true;
        adapted.Adapters.Merge();
        Assert.True(adapted.call(stories).allclose(after, atol: 1e-4));
    }

    [Fact]
    public void An_adapted_layer_by_hand_gives_the_numbers_of_the_model()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var adapted = new AdaptedGpt(Stories.Words);
        foreach (var parameter in adapted.Adapters.parameters())
        {
            using var quiet = no_grad();
            parameter.normal_();
        }

        var input = randn(5, 64);

        Assert.True(Lora.Layer(adapted).call(input).allclose(Lora.ByHand(adapted, input), atol: 1e-4));
        Assert.Equal(2 * 2 * (4 * 64 + 64 * 4), adapted.Adapters.TrainableCount);
    }
}
