using System.Linq;
using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 1.</summary>
public sealed class OrderTests
{
    [Fact]
    public void A_bag_of_words_cannot_distinguish_orders_and_an_RNN_can()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var bag = new WordBag(words: 4);
        using var reader = new WordReader(words: 4);
        var (first, second) = (Order.Ids("the dog bites the man"), Order.Ids("the man bites the dog"));

        Assert.Equal([0, 1, 2, 0, 3], first.data<long>());
        Assert.True(bag.call(first).allclose(bag.call(second)));
        Assert.False(reader.call(first).allclose(reader.call(second), atol: 1e-2));
    }

    [Fact]
    public void A_window_of_the_series_has_the_same_mean_wherever_it_begins()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var (values, next) = Order.Windows(100);

        Assert.Equal([100, 20, 1], values.shape);
        Assert.True(values.mean([1]).abs().max().item<float>() < 0.15f);
        // The wave repeats after 10 values, except for the noise.
        Assert.True(values[.., 10].sub(next).abs().max().item<float>() < 0.6f);
    }

    [Fact]
    public void Tones_of_both_classes_have_the_same_mean_pitch()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var (pitches, classes) = Order.Tones(2000);
        var rises = (pitches[.., -1] - pitches[.., 0]).squeeze(1) > 0;

        Assert.True(rises.eq(classes.to(@bool)).to(float32).mean().item<float>() > 0.99f);
        Assert.All([0L, 1L], label => Assert.Equal(0, pitches[classes == label].mean().item<float>(), 0.02f));
    }
}
