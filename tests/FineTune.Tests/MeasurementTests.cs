using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace FineTune.Tests;

/// <summary>What is held out, and how it is measured.</summary>
public sealed class MeasurementTests
{
    private static readonly BaseSource _bytes = BaseSource.Bytes("unused");

    [Fact]
    public void A_model_that_knows_nothing_needs_eight_bits_per_byte()
    {
        using var model = new ByteGpt();
        using (no_grad())
        {
            foreach (var parameter in model.parameters())
            {
                parameter.zero_();
            }
        }

        var text = new TuningText("text", Texts.Lines(12 * 2048), _bytes);
        Assert.Equal(8, Measurement.BitsPerCharacter(model, text), 3);

        // 'ä' has two bytes.
        var umlauts = new TuningText("text", new string('ä', 12 * 2048), _bytes);
        Assert.Equal(16, Measurement.BitsPerCharacter(model, umlauts), 3);
    }

    [Fact]
    public void Each_id_is_scored_once_whatever_the_window()
    {
        manual_seed(4);
        using var model = new ByteGpt();
        model.eval();
        var text = new TuningText("text", Texts.Lines(10 * 2048), _bytes);
        var block = text.HeldOut[0] with { Ids = text.HeldOut[0].Ids[..500], Characters = 500 - text.HeldOut[0].First };
        var held = new[] { block };

        var nats = 0.0;
        using (no_grad())
        {
            for (var i = block.First; i < block.Ids.Length; i++)
            {
                using var scope = NewDisposeScope();

                // The windows of half the context that the measurement slides by.
                var window = block.First + ((i - block.First) / 64 * 64);
                var end = int.Min(window + 64, block.Ids.Length);
                var start = int.Max(0, end - 129);
                var scores = model.call(tensor(block.Ids[start..i], [1, i - start]));
                nats -= nn.functional.log_softmax(scores[0, -1], 0)[block.Ids[i]].item<float>();
            }
        }

        var one = nats / Math.Log(2) / block.Characters;
        Assert.Equal(one, Measurement.BitsPerCharacter(model, held, text.Context), 4);
    }

    [Fact]
    public void No_window_has_held_out_text()
    {
        var parts = Enumerable.Range(0, 20).Select(block => new string(block % 10 == 5 ? 'h' : 't', 2048));
        var text = new TuningText("text", string.Concat(parts), _bytes);
        var random = new Random(1);
        for (var draw = 0; draw < 50; draw++)
        {
            var (input, target) = text.Draw(random, 8);
            using (input)
            using (target)
            {
                Assert.All(input.data<long>().Concat(target.data<long>()), id => Assert.Equal((long)'t', id));
                Assert.Equal([8, 128], input.shape);
            }
        }

        Assert.All(text.HeldOut, block => Assert.All(block.Ids[block.First..], id => Assert.Equal((long)'h', id)));
    }

    [Fact]
    public void A_character_of_two_halves_stays_whole()
    {
        // The cut after 2,048 UTF-16 units would be inside an emoji.
        var text = new TuningText("text", "x" + string.Concat(Enumerable.Repeat("🙂", 11 * 1024)), _bytes);
        Assert.All(text.HeldOut, block => Assert.DoesNotContain("�", new ByteTokenizer().Decode(block.Ids)));
    }
}
