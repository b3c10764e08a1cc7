using System;
using System.Linq;
using System.Threading;
using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 10.</summary>
public sealed class WholeTransformerTests
{
    [Fact]
    public void Outputs_are_probabilities_that_depend_on_the_source_and_on_no_later_symbol()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new DateTranslator(DateTexts.Symbols);
        var (source, target, _) = DateTexts.Encode([new(1969, 7, 20), new(2024, 2, 29)]);
        var probabilities = model.call(source, target).exp();

        Assert.Equal([2, 17, DateTexts.Symbols], probabilities.shape);
        Assert.True(probabilities.sum(-1).allclose(ones(2, 17), atol: 1e-5));

        var changed = target.clone();
        changed[.., 5] = DateTexts.End;
        var later = model.call(source, changed).exp();
        Assert.True(later[.., ..5].allclose(probabilities[.., ..5], atol: 1e-6));
        Assert.False(later[.., 5].allclose(probabilities[.., 5], atol: 1e-3));

        var another = model.call(source.flip(0), target).exp();
        Assert.False(another.allclose(probabilities, atol: 1e-3));
    }

    [Fact]
    public void Labels_are_the_symbols_after_those_that_are_read()
    {
        using var scope = NewDisposeScope();
        var (source, target, labels) = DateTexts.Encode([new(1969, 7, 20), new(2024, 2, 29)]);

        Assert.Equal("1969-07-20", DateTexts.Text(source[0].data<long>()));
        Assert.Equal(DateTexts.Start, target[0, 0].item<long>());
        Assert.Equal("20 july 1969", DateTexts.Text(target[0, 1..13].data<long>()));
        Assert.Equal("29 february 2024", DateTexts.Text(labels[1, ..16].data<long>()));
        Assert.Equal(DateTexts.End, labels[0, 12].item<long>());
        Assert.All(labels[0, 13..].data<long>(), label => Assert.Equal(DateTexts.Ignored, label));
    }

    [Fact]
    public void Held_out_dates_are_not_drawn()
    {
        manual_seed(7);
        var drawn = Enumerable.Range(0, 100).SelectMany(_ => DateTexts.Draw(32)).ToHashSet();

        Assert.Equal(183, DateTexts.HeldOut.Count);
        Assert.InRange(drawn.Count, 3000, 3200);
        Assert.Empty(drawn.Intersect(DateTexts.HeldOut));
        Assert.All(drawn, date => Assert.InRange(date, new DateOnly(1900, 1, 1), new DateOnly(2099, 12, 31)));
    }

    [Fact]
    public void A_short_training_lowers_the_loss_and_leaves_no_tensors_behind()
    {
        using var folder = new TemporaryFolder();
        manual_seed(7);
        using var model = new DateTranslator(DateTexts.Symbols);
        var lesson = new Lesson(new(folder["out"]), CancellationToken.None);
        WholeTransformer.Train(lesson, model, steps: 2);
        var before = Tensor.TotalCount;

        var (first, last) = WholeTransformer.Train(lesson, model, steps: 40);

        Assert.True(last < first / 2, $"{first} to {last}");
        Assert.Equal(before, Tensor.TotalCount);
    }
}
