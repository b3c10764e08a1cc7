using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary><c>dotnet format</c> makes the first fix of every diagnostic, whichever identifiers it is given at once.</summary>
public sealed class FormatTests
{
    private const string Source = """
        [Model, Input("B", 1, 28, 28), Linear(10, In = 500), Output("B", 10)] public partial class Odd;
        [Model, Input("B", 1, 28, 28), Linear(10, In = 784), Output("B", 10)] public partial class Digits;
        [Model, Input("B", 512), Linear(10, In = 500)] public partial class Head;
        [Model, Input("B", "T", 8), Lstm(4), Linear(3), Output("B", 3)] public partial class Sequence;
        [Model, Input("B", "hidden"), Linear("hiden")] public partial class Named;
        """;

    private const string Meant = """
        [Model, Input("B", 1, 28, 28), Flatten, Linear(10, In = 784), Output("B", 10)] public partial class Odd;
        [Model, Input("B", 1, 28, 28), Flatten, Linear(10, In = 784), Output("B", 10)] public partial class Digits;
        [Model, Input("B", 512), Linear(10, In = 512)] public partial class Head;
        [Model, Input("B", "T", 8), Lstm(4), Select(Axis = 1, Index = -1), Linear(3), Output("B", 3)] public partial class Sequence;
        [Model, Input("B", "hidden"), Linear("hidden")] public partial class Named;
        """;

    [Fact]
    public async Task SeveralIdentifiersAtOnce()
    {
        Assert.Equal(Meant, await CodeFix.Format(Source, "MG0102", "MG0109", "MG0008"));
        Assert.Equal(Meant, await CodeFix.Format(Source, "MG0008", "MG0109", "MG0102"));
    }

    /// <summary>The diagnostic that comes first offers nothing, so that no key is known.</summary>
    [Fact]
    public async Task BehindADiagnosticWithoutAFix() => Assert.Equal(
        """
        [Model, Input("B", 8), Softmax(Axis = 5)] public partial class First;
        [Model, Input("B", 512), Linear(10, In = 512)] public partial class Head;
        """,
        await CodeFix.Format(
            """
            [Model, Input("B", 8), Softmax(Axis = 5)] public partial class First;
            [Model, Input("B", 512), Linear(10, In = 500)] public partial class Head;
            """,
            "MG0108",
            "MG0102"));
}
