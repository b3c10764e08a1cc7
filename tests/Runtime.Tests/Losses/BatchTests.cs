using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>The batch of a model with a loss, and the loss with the outputs.</summary>
public sealed class BatchTests
{
    [Fact]
    public void The_loss_of_a_batch_is_that_of_its_tensors_and_comes_with_the_output()
    {
        using var model = new Squares();
        using var batch = new Squares.Batch(Waves.Of(4, 6), Waves.Of(4, 1));
        using var expected = model.Loss(batch.Input, batch.Target);
        expected.backward();
        var gradient = model.parameters().Select(parameter => parameter.grad!.clone()).ToArray();
        model.zero_grad();

        var (loss, output) = Handles.Exactly(2, () => model.LossAndOutputs(batch), batch.Input, batch.Target);

        using var forward = model.call(batch.Input);
        Agreement.Assert(output, forward, 0, "output");
        Agreement.Assert(loss, expected, 0, "loss");
        loss.backward();
        Assert.All(
            model.parameters().Zip(gradient), pair => Agreement.Assert(pair.First.grad!, pair.Second, 0, "gradient"));
    }

    [Fact]
    public void The_loss_of_a_given_output_is_that_of_the_model()
    {
        using var model = new WeightedTagger();
        using var x = Waves.Of(2, 3, 6);
        using var target = tensor(new long[] { 0, 1, 2, 3, 4, 0 }).view(2, 3);
        using var expected = model.Loss(x, target);
        using var output = model.call(x);
        using var loss = Handles.Exactly(1, () => model.LossOf(output, target), output, target);
        Agreement.Assert(loss, expected, 0, "loss");
    }

    [Fact]
    public void Several_outputs_are_returned_by_name()
    {
        using var model = new TwoHeads();
        using var batch = new TwoHeads.Batch(Waves.Of(4, 6), Waves.Of(4, 1));
        var (loss, outputs) = Handles.Exactly(3, () => model.LossAndOutputs(batch), batch.X);
        Assert.Equal([4, 4], outputs.features.shape);
        using var expected = model.LossOf(outputs.score, batch.Target);
        Agreement.Assert(loss, expected, 0, "loss");
    }

    [Fact]
    public void A_batch_has_each_target()
    {
        using var model = new Aligned();
        using var batch = new Aligned.Batch(
            Waves.Of(6, 3, 5),
            tensor(new long[] { 0, 2, 2, 4, 3, 4, 0, 0, 2, 0, 3, 4 }).view(3, 4),
            tensor(new long[] { 6, 5, 3 }),
            tensor(new long[] { 3, 2, 4 }));
        Assert.Equal(3, batch.Count);
        Assert.Equal([batch.Input, batch.Target, batch.InputLengths, batch.TargetLengths], batch.Tensors);
        using var expected = model.Loss(batch.Input, batch.Target, batch.InputLengths, batch.TargetLengths);
        var (loss, _) = model.LossAndOutputs(batch);
        Agreement.Assert(loss, expected, 0, "loss");
    }

    [Fact]
    public void A_loss_without_targets_has_a_batch_of_inputs()
    {
        using var model = new Triplets();
        using var batch = new Triplets.Batch(Waves.Of(4, 3), Waves.Of(4, 3).neg(), Waves.Of(4, 3).sin());
        using var expected = model.Loss(batch.A, batch.P, batch.N);
        var (loss, outputs) = Handles.Exactly(4, () => model.LossAndOutputs(batch));
        Agreement.Assert(loss, expected, 0, "loss");
        Assert.Equal([4, 3], outputs.negative.shape);
    }

    [Fact]
    public void An_absent_input_is_left_out()
    {
        using var model = new MaskedTagger();
        using var batch = new MaskedTagger.Batch(Waves.Of(2, 3, 4), zeros(2, 3, dtype: ScalarType.Int64));
        Assert.Null(batch.Padding);
        Assert.Equal(2, batch.Tensors.Count);
        using var padded = new MaskedTagger.Batch(
            Waves.Of(2, 3, 4), zeros(2, 3, dtype: ScalarType.Int64), tensor(new[] { false, false, true, false, false, false }).view(2, 3));
        Assert.Equal(3, padded.Tensors.Count);
        using var without = model.LossAndOutputs(batch).Loss;
        using var with = model.LossAndOutputs(padded).Loss;
        using var expected = model.Loss(padded.X, padded.Padding, padded.Target);
        Agreement.Assert(with, expected, 0, "loss");
        Assert.False(with.equal(without).item<bool>());

        using var moved = padded.To(CPU);
        padded.Dispose();
        Assert.Equal(3, moved.Tensors.Count(tensor => tensor.Handle != IntPtr.Zero));
        Assert.True(padded.Padding!.IsInvalid);
    }

    [Fact]
    public void A_wrong_target_is_refused_and_leaves_no_output()
    {
        using var model = new MaskedTagger();
        using var batch = new MaskedTagger.Batch(Waves.Of(2, 3, 4), full([2, 3], 9, dtype: ScalarType.Int64));
        Handles.None(() => Assert.Throws<ArgumentOutOfRangeException>(() => model.LossAndOutputs(batch)));
        using var shorter = new MaskedTagger.Batch(Waves.Of(2, 3, 4), zeros(2, 2, dtype: ScalarType.Int64));
        Assert.Contains(
            "'target'", Assert.Throws<ShapeMismatchException>(() => model.LossAndOutputs(shorter)).Message, StringComparison.Ordinal);
        Assert.Equal("input", Assert.Throws<ArgumentNullException>(() => new Squares.Batch(null!, shorter.Target)).ParamName);
    }

    [Theory]
    [InlineData(5, new long[] { 5, 2, 3 })]
    [InlineData(1, new long[] { 3 })]
    public void The_rows_before_known_axes_are_counted(long expected, long[] shape)
    {
        using var batch = new LeadingRows.Batch(zeros(shape), zeros(shape[..^1].Append(2).ToArray()));
        Assert.Equal(expected, batch.Count);
    }

    [Fact]
    public void Adapters_have_the_batch_and_the_loss_of_their_model()
    {
        using var model = new AdaptedSmooth();
        using var batch = new AdaptedSmooth.Batch(Waves.Of(4, 6), Waves.Of(4, 2));
        using var expected = model.Loss(batch.Input, batch.Target);
        var (loss, output) = Handles.Exactly(2, () => model.LossAndOutputs(batch), batch.Input);
        Agreement.Assert(loss, expected, 0, "loss");
        loss.backward();
        Assert.All(model.Adapters.parameters(), parameter => Assert.NotNull(parameter.grad));
        Assert.All(model.BaseModel.parameters(), parameter => Assert.Null(parameter.grad));
    }
}

/// <summary>A class per step, of steps that may be padding.</summary>
[Model]
[CrossEntropyLoss(Classes = 5)]
public partial class MaskedTagger
{
    [Input("B", "T", 4)] Stage x;
    [Input("B", "T", Type = DType.Bool, Optional = true)] Stage padding;

    [From(nameof(x)), MultiHeadAttention(2, KeyPaddingMask = nameof(padding)), Linear(5)] Stage logits;
}

/// <summary>Rows of any number of axes before the features.</summary>
[Model]
[Input("...", 3)]
[Linear(2)]
[MseLoss]
public partial class LeadingRows;

/// <summary>A regression with adapters.</summary>
[Lora<SmoothAbsolutes>(1, Targets = new[] { "linear" })]
public partial class AdaptedSmooth;
