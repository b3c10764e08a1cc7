using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ModelGen.Decoding;
using ModelGen.Runtime.Tests.Adapters;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Decoding;

/// <summary>A decoding that is kept while its model changes, is used wrongly, or by two at once.</summary>
public sealed class DecodingStateTests
{
    private static readonly long[] _prompt = [3, 1, 4, 1, 5];

    public static TheoryData<string> Changes => ["copy_", "load_state_dict", "load", "Checkpoint.Load", "optimizer", "to", "bytes"];

    /// <summary>Keys and values of earlier weights are not used again, whichever way the weights are replaced.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public void Start_reads_the_prompt_again_after_the_weights_have_changed(string change)
    {
        using var module = StepTests.New(nameof(GptModel));
        using var decoding = ((ILanguageModel)module).NewDecoding();
        using var before = decoding.Start([_prompt]);
        Change(module, change);
        using var after = decoding.Start([_prompt]);
        using var whole = StepTests.Forward(module, [_prompt]);
        using var expected = whole.select(1, -1);
        Agreement.Assert(after, expected, 1e-4, change);
        if (change != "to")
        {
            using var difference = (after - before).abs().max();
            Assert.True(difference.item<float>() > 1e-3, "The change does not change the scores.");
        }
    }

    [Theory]
    [InlineData("copy_")]
    [InlineData("Checkpoint.Load")]
    [InlineData("optimizer")]
    public void Append_refuses_weights_that_have_changed(string change)
    {
        using var module = StepTests.New(nameof(GptModel));
        using var decoding = ((ILanguageModel)module).NewDecoding();
        decoding.Start([_prompt]).Dispose();
        decoding.Append([2]).Dispose();
        Change(module, change);
        Assert.EndsWith("call Start with the whole sequences.",
            Assert.Throws<InvalidOperationException>(() => decoding.Append([2])).Message);
        decoding.Start([_prompt]).Dispose();
        decoding.Append([2]).Dispose();
    }

    [Fact]
    public void Adapters_that_train_are_switched_off_or_are_taken_off_count_as_a_change()
    {
        using var module = StepTests.New(nameof(GptModel));
        var model = (ILanguageModel)module;
        using var decoding = model.NewDecoding();
        decoding.Start([_prompt]).Dispose();
        var adapters = new LoraAdapters(module, new LoraOptions { Rank = 2, Targets = ["query", "value"] });
        AssertFresh("fresh");
        using (no_grad())
        {
            foreach (var parameter in adapters.parameters())
            {
                parameter.normal_();
            }
        }

        AssertFresh("trained");
        adapters.Enabled = false;
        AssertFresh("off");
        adapters.Enabled = true;
        adapters.Merge();
        AssertFresh("merged");
        adapters.Unmerge();
        adapters.Dispose();
        AssertFresh("taken off");

        void AssertFresh(string when)
        {
            module.eval();
            using var scores = decoding.Start([_prompt]);
            using var whole = StepTests.Forward(module, [_prompt]);
            using var expected = whole.select(1, -1);
            Agreement.Assert(scores, expected, 1e-3, when);
        }
    }

    [Fact]
    public void What_a_model_was_given_is_refused_after_the_weights_have_changed()
    {
        using var model = new TranslationModel();
        model.eval();
        using var quiet = no_grad();
        using var source = randint(0, 29, [1, 6]);
        using var conditioned = model.ConditionOn(source, null);
        var options = GenerationOptions.Greedy with { MaxNewTokens = 2 };
        conditioned.Generate([1], options);
        Change(model, "copy_");
        Assert.EndsWith("call ConditionOn again.",
            Assert.Throws<InvalidOperationException>(() => conditioned.Generate([1], options)).Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_bad_row_changes_nothing(int row)
    {
        foreach (var name in new[] { nameof(GptModel), nameof(LstmModel) })
        {
            using var module = StepTests.New(name);
            using var decoding = ((ILanguageModel)module).NewDecoding();
            Assert.Throws<ArgumentOutOfRangeException>(() => decoding.Reorder([0]));
            decoding.Start([_prompt, [2, 7, 1, 8, 2]]).Dispose();
            Assert.StartsWith($"There is no row {row}: the sequences are 0 to 1.",
                Assert.Throws<ArgumentOutOfRangeException>(() => decoding.Reorder([0, row])).Message);
            Assert.Throws<ArgumentException>(() => decoding.Reorder([]));
            using var scores = decoding.Append([9, 2]);
            using var whole = StepTests.Forward(module, [[.. _prompt, 9], [2, 7, 1, 8, 2, 2]]);
            using var expected = whole.select(1, -1);
            Agreement.Assert(scores, expected, 1e-4, name);
        }
    }

    [Fact]
    public void A_wrong_number_of_prompts_changes_nothing()
    {
        using var model = new TranslationModel();
        model.eval();
        using var quiet = no_grad();
        using var source = randint(0, 29, [2, 6]);
        using var conditioned = model.ConditionOn(source, null);
        using var decoding = conditioned.NewDecoding();
        decoding.Start([[1, 2], [3, 4]]).Dispose();
        Assert.Throws<ArgumentException>(() => decoding.Start([[1, 2, 3]]));
        Assert.Equal([3, 4], decoding.Ids(1));
        decoding.Append([5, 6]).Dispose();
    }

    [Fact]
    public void A_disposed_decoding_throws()
    {
        using var module = StepTests.New(nameof(GptModel));
        var model = (ILanguageModel)module;
        var decoding = model.NewDecoding();
        decoding.Start([_prompt]).Dispose();
        decoding.Dispose();
        decoding.Dispose();
        Assert.Equal((0, 0L), (decoding.Rows, decoding.Length));
        Action[] uses =
        [
            () => decoding.Start([_prompt]), () => decoding.Append([1]), () => decoding.AppendAll([[1, 2]]), () => decoding.Truncate(0),
            () => decoding.Reorder([0]), () => decoding.Ids(0),
            () => model.Generate(_prompt, GenerationOptions.Greedy, decoding),
        ];
        Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
    }

    [Fact]
    public async Task A_call_while_another_runs_throws()
    {
        using var module = new SlowModel();
        module.eval();
        var decoding = module.NewDecoding();
        var first = Task.Run(() => decoding.Start([[1, 2]]).Dispose(), TestContext.Current.CancellationToken);
        module.Entered.Wait(TestContext.Current.CancellationToken);
        Assert.StartsWith("Another thread is using this decoding state",
            Assert.Throws<InvalidOperationException>(() => decoding.Append([1])).Message);
        Assert.Throws<InvalidOperationException>(() => decoding.Start([[1]]));
        Assert.Throws<InvalidOperationException>(() => decoding.Truncate(0));
        Assert.Throws<InvalidOperationException>(() => decoding.Reorder([0]));

        // Disposed at the end of the call that is running.
        decoding.Dispose();
        module.Leave.Set();
        await first;
        Assert.Equal(0, decoding.Rows);
        Assert.Throws<ObjectDisposedException>(() => decoding.Append([1]));
    }

    [Fact]
    public void Two_generations_on_one_decoding_throw()
    {
        using var module = StepTests.New(nameof(GptModel));
        var model = (ILanguageModel)module;
        using var decoding = model.NewDecoding();
        var options = GenerationOptions.Greedy with { MaxNewTokens = 5 };
        using var first = model.Stream(_prompt, options, decoding).GetEnumerator();
        Assert.True(first.MoveNext());
        model.Generate([7, 7], options, decoding);
        Assert.StartsWith("Another generation has used this decoding state",
            Assert.Throws<InvalidOperationException>(() => first.MoveNext()).Message);
    }

    [Fact]
    public void A_stream_refuses_weights_that_have_changed_between_two_ids()
    {
        using var module = StepTests.New(nameof(GptModel));
        var options = GenerationOptions.Greedy with { MaxNewTokens = 5 };
        using var ids = ((ILanguageModel)module).Stream(_prompt, options).GetEnumerator();
        Assert.True(ids.MoveNext() && ids.MoveNext());
        Change(module, "copy_");
        Assert.StartsWith("The weights of GptModel have changed", Assert.Throws<InvalidOperationException>(() => ids.MoveNext()).Message);
    }

    private static void Change(nn.Module module, string how)
    {
        using var folder = new TemporaryFolder();
        manual_seed(99);
        using nn.Module other = module is TranslationModel ? new TranslationModel() : new GptModel();
        switch (how)
        {
            case "copy_":
                using (no_grad())
                {
                    foreach (var (weight, value) in module.parameters().Zip(other.parameters()))
                    {
                        weight.copy_(value);
                    }
                }

                break;
            case "load_state_dict":
                module.load_state_dict(other.state_dict());
                break;
            case "load":
                other.save(folder["weights"]);
                module.load(folder["weights"]);
                break;
            case "Checkpoint.Load":
                Checkpoint.Save(other, folder["weights"]);
                Checkpoint.Load(module, folder["weights"]);
                break;
            case "optimizer":
                using (var optimizer = optim.SGD(module.parameters(), 5))
                {
                    using var ids = tensor(_prompt).unsqueeze(0);
                    using var scores = ((nn.Module<Tensor, Tensor>)module).call(ids);
                    using var loss = scores.pow(2).mean();
                    loss.backward();
                    optimizer.step();
                }

                break;
            case "to":
                module.to(ScalarType.Float64);
                break;
            default:
                foreach (var (weight, value) in module.parameters().Zip(other.parameters()))
                {
                    value.bytes.CopyTo(weight.bytes);
                }

                break;
        }
    }

    /// <summary>A model whose step waits.</summary>
    private sealed class SlowModel : nn.Module, ILanguageModel
    {
        public SlowModel()
            : base(nameof(SlowModel))
        {
        }

        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim Leave { get; } = new();

        public long Vocabulary => 10;

        public long? MaximumLength => null;

        public DecodingState NewDecoding() => new(this, this, new ModelState(), Step);

        private Tensor Step(Tensor ids, ModelState state, Positions at, bool lastOnly)
        {
            Entered.Set();
            Leave.Wait();
            return zeros(ids.size(0), lastOnly ? 1 : ids.size(1), 10);
        }
    }
}
