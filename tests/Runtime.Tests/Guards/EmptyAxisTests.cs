using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>An axis of an input that is empty at run time: a sequence of no steps, an image without rows.</summary>
public sealed class EmptyAxisTests
{
    public static TheoryData<string, string> RunTimeSymbols()
    {
        TheoryData<string, string> cases = [];
        foreach (var type in RandomSizes.Types)
        {
            foreach (var symbol in RandomSizes.ArchitectureOf(type).Symbols.Where(symbol => !symbol.IsParameter && symbol.Name != "B"))
            {
                cases.Add(type.FullName!, symbol.Name);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(RunTimeSymbols))]
    public void Every_model_refuses_an_empty_axis_by_a_guard_or_computes_numbers(string model, string symbol)
    {
        using var drawn = new RandomSizes(typeof(EmptyAxisTests).Assembly.GetType(model)!, seed: 1, withOptional: false, empty: symbol);
        drawn.Model.eval();
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] results;
        try
        {
            results = drawn.Call();
        }
        catch (ShapeMismatchException refusal)
        {
            Assert.Matches("got .*: .+\\.$", refusal.Message);
            return;
        }

        Assert.All(results.Where(result => result.is_floating_point()), result => Assert.False(result.isnan().any().item<bool>()));
    }

    [Fact]
    public void A_recurrence_needs_a_time_step()
    {
        using var model = new EmptyRecurrence();
        Refused(model, zeros(2, 0, 3),
            "EmptyRecurrence: Lstm(4) needs at least 1 time step; got T = 0: give axis 1 (T) of input 'input' a size of at least 1.");

        using var none = zeros(0, 5, 3);
        using var result = model.call(none);
        Assert.Equal([0, 5, 4], result.shape);
    }

    [Fact]
    public void A_mean_needs_an_item()
    {
        using var model = new EmptyMean();
        Refused(model, zeros(0, 3),
            "EmptyMean: Mean needs at least 1 item along axis 0; got T = 0: give axis 0 (T) of input 'input' a size of at least 1.");
    }

    [Fact]
    public void A_map_needs_an_element_along_each_axis()
    {
        using var model = new EmptyImage();
        Refused(model, zeros(2, 3, 0, 5), "EmptyImage: Conv(4, Kernel = 3, Padding = 1) needs at least 1 along height; got H = 0: "
            + "give axis 2 (H) of input 'input' a size of at least 1.");
        Refused(model, zeros(2, 3, 5, 0), "EmptyImage: Conv(4, Kernel = 3, Padding = 1) needs at least 1 along width; got W = 0: "
            + "give axis 3 (W) of input 'input' a size of at least 1.");
    }

    [Fact]
    public void Attention_needs_a_key_for_its_queries()
    {
        using var model = new EmptyAttention();
        using var none = zeros(2, 0, 8);
        using var result = model.call(none);
        Assert.Equal([2, 0, 8], result.shape);

        using var crossed = new EmptyMemory();
        using var x = zeros(2, 3, 8);
        using var memory = zeros(2, 0, 8);
        Assert.Equal(
            "EmptyMemory: Memory of MultiHeadAttention(2, Memory = \"memory\") needs at least 1 position; got S = 0: "
                + "give axis 1 (S) of input 'memory' a size of at least 1.",
            Assert.Throws<ShapeMismatchException>(() => crossed.call(x, memory)).Message);
    }

    [Fact]
    public void The_larger_of_two_least_sizes_is_checked_alone()
    {
        using var model = new EmptyPool();
        Refused(model, zeros(2, 3, 0),
            "EmptyPool: MaxPool(2) needs at least 2 along length; got L = 0: give axis 2 (L) of input 'input' a size of at least 2.");
    }

    [Fact]
    public void Layers_that_compute_each_position_alone_take_none()
    {
        using var model = new EmptyPositions();
        using var x = zeros(2, 0, 3);
        using var result = model.call(x);
        Assert.Equal([2, 4], result.shape);
        Assert.All(result.data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_stated_least_size_of_one_is_checked()
    {
        using var model = new StatedLeast();
        Refused(model, zeros(2, 0, 3),
            "StatedLeast: T must be at least 1; got T = 0: give axis 1 (T) of input 'input' a size of at least 1.");
    }

    [Fact]
    public void Weights_over_no_features_are_refused_by_the_constructor()
    {
        Assert.Equal(
            "NoWidth: Linear(\"D/2\") needs features of at least 1; got D/2 = 0, D = 1: choose D so that D/2 is at least 1.",
            Assert.Throws<ShapeMismatchException>(() => new NoWidth(1)).Message);
    }

    private static void Refused(nn.Module<Tensor, Tensor> model, Tensor x, string message)
    {
        using (x)
        {
            Assert.Equal(message, Assert.Throws<ShapeMismatchException>(() => model.call(x)).Message);
        }
    }
}
