using System.Collections.Immutable;
using System.Linq;
using Xunit;

namespace ModelGen.Generator.Tests.Shapes;

/// <summary>Arrays that equal one another by their items.</summary>
public sealed class EquatableArrayTests
{
    [Fact]
    public void EqualItemsAreEqualArrays()
    {
        EquatableArray<string> one = ["a", "b"];
        var other = new EquatableArray<string>(ImmutableArray.Create("a", "b"));
        Assert.True(one == other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.True(one != (EquatableArray<string>)["b", "a"]);
        Assert.True(one != (EquatableArray<string>)["a"]);
        Assert.Equal(["a", "b"], one.Select(static item => item));
        Assert.Equal("b", one[1]);
    }

    [Fact]
    public void TheDefaultIsEmpty()
    {
        EquatableArray<string> none = default;
        Assert.True(none == EquatableArray<string>.Empty && none == (EquatableArray<string>)[]);
        Assert.Empty(none);
        Assert.True(none.IsEmpty);
        Assert.Equal(new EquatableArray<string>(ImmutableArray<string>.Empty).GetHashCode(), none.GetHashCode());
    }
}
