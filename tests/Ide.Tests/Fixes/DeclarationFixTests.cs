using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>Fixes of the class, its inputs and its stages.</summary>
public sealed class DeclarationFixTests
{
    private static readonly CompileOptions _csharp11 = new() { LanguageVersion = LanguageVersion.CSharp11 };

    [Fact]
    public Task ClassBecomesPartial() => CodeFix.Verify(
        "MG0001",
        "Make 'Net' partial",
        """
        [Model, Input("B", 8)]
        [Linear(4)]
        public sealed class Net
        {
        }
        """,
        """
        [Model, Input("B", 8)]
        [Linear(4)]
        public sealed partial class Net
        {
        }
        """,
        _csharp11);

    [Fact]
    public Task ClassesBecomePartialAtOnce() => CodeFix.VerifyAll(
        "MG0001",
        "Make 'A' partial",
        """
        /* stays */ class Outer
        {
            // stays, too
            [Model, Input("B", 8), Linear(4)] class A;

            [Model, Input("B", 8), Linear(4)]
            // and this
            class B;

            struct Inner
            {
                [Model, Input("B", 8), Linear(4)] public partial class C;
            }
        }
        """,
        """
        /* stays */ partial class Outer
        {
            // stays, too
            [Model, Input("B", 8), Linear(4)] partial class A;

            [Model, Input("B", 8), Linear(4)]
            // and this
            partial class B;

            partial struct Inner
            {
                [Model, Input("B", 8), Linear(4)] public partial class C;
            }
        }
        """);

    [Theory]
    [InlineData("[Embedding(100, 8)]", "Input(\"B\", \"T\", Type = DType.Int64)")]
    [InlineData("[Linear(10, In = 784)]", "Input(\"B\", 784)")]
    [InlineData("[Linear(10, In = \"D\")]", "Input(\"B\", \"D\")")]
    [InlineData("[Linear(10)]", "Input(\"B\", \"D\")")]
    [InlineData("[Lstm(10)]", "Input(\"B\", \"T\", \"D\")")]
    [InlineData("[MultiHeadAttention(8)]", "Input(\"B\", \"T\", \"D\")")]
    [InlineData("[Conv(10, Kernel = 3)]", "Input(\"B\", \"C\", \"H\", \"W\")")]
    [InlineData("[Conv(10, Kernel = new[] { 3 })]", "Input(\"B\", \"C\", \"L\")")]
    [InlineData("[MaxPool(new[] { 3, 3, 1 })]", "Input(\"B\", \"C\", \"D\", \"H\", \"W\")")]
    [InlineData("[Block<Part>(2)]", "Input(\"B\", 7, 8)")]
    public Task InputIsAdded(string layers, string input) => CodeFix.Verify(
        "MG0002",
        $"Add [{input}]",
        $$"""
        [Model, Input("B", 7, 8), Linear(8)]
        partial class Part
        {
        }

        [Model]     // mine
        {{layers}}
        public partial class Net
        {
        }
        """,
        $$"""
        [Model, Input("B", 7, 8), Linear(8)]
        partial class Part
        {
        }

        [Model]     // mine
        [{{input}}]
        {{layers}}
        public partial class Net
        {
        }
        """,
        _csharp11);

    [Fact]
    public Task InputsAreAddedAtOnce() => CodeFix.VerifyAll(
        "MG0002",
        "Add [Input(\"B\", \"D\")]",
        """
        [Model, Linear(10)] public partial class A;

        [Model] [Embedding(100, 8)] public partial class B;

        [Model]
        public partial class C
        {
            [Gru(8)] Stage encoded;
        }
        """,
        """
        [Model, Input("B", "D"), Linear(10)] public partial class A;

        [Model] [Input("B", "T", Type = DType.Int64)] [Embedding(100, 8)] public partial class B;

        [Model]
        [Input("B", "T", "D")]
        public partial class C
        {
            [Gru(8)] Stage encoded;
        }
        """);

    [Fact]
    public Task UnusedStageIsRemoved() => CodeFix.Verify(
        "MG0013",
        "Remove stage 'spare'",
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8), Relu] Stage hidden;

            /// <summary>Not needed.</summary>
            [From(nameof(hidden)), Linear(4)]
            Stage spare;

            // scores
            [From(nameof(hidden)), Linear(4)] Stage scores;
        }
        """,
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8), Relu] Stage hidden;

            // scores
            [From(nameof(hidden)), Linear(4)] Stage scores;
        }
        """);

    [Fact]
    public Task UnusedStageGoesWithThoseThatStartFromIt() => CodeFix.VerifyAll(
        "MG0013",
        "Remove stages 'a' and 'b'",
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8), Relu] Stage a;

            [Linear(4)] Stage b;

            [From("input"), Linear(4)] Stage scores;
        }
        """,
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [From("input"), Linear(4)] Stage scores;
        }
        """);

    [Fact]
    public Task UnusedInputsAreRemoved() => CodeFix.VerifyAll(
        "MG0014",
        "Remove input 'b'",
        """
        [Model, Input("B", 5, Name = "c")]
        public partial class Net
        {
            [Input("B", 8)] Stage a, b;

            [Input("B", 8)] Stage d;

            [From(nameof(a)), Linear(4)] Stage scores;
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", 8)] Stage a;

            [From(nameof(a)), Linear(4)] Stage scores;
        }
        """);

    [Fact]
    public Task InputStartsFromNothing() => CodeFix.Verify(
        "MG0019",
        "Remove From(\"a\")",
        """
        [Model]
        public partial class Net
        {
            [Input("B", 8)] Stage a;
            [Input("B", 8), From("a")] Stage b;
            [From(nameof(a), nameof(b)), Add] Stage sum;
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", 8)] Stage a;
            [Input("B", 8)] Stage b;
            [From(nameof(a), nameof(b)), Add] Stage sum;
        }
        """);

    [Fact]
    public Task FieldsBecomeStages() => CodeFix.VerifyAll(
        "MG0021",
        "Change the type of 'a' to Stage",
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8), Relu] public object? a;
            [Linear(8)] internal int /* why */ b;
            [Linear(4)] Stage c;
        }
        """,
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8), Relu] public Stage a;
            [Linear(8)] internal Stage /* why */ b;
            [Linear(4)] Stage c;
        }
        """);

    [Fact]
    public async Task ForgottenModels()
    {
        await CodeFix.Verify(
            "MG0022",
            "Make 'Net' a model",
            """
            /// <summary>A net.</summary>
            [Input("B", 8)]
            [Linear(4)]
            public partial class Net;
            """,
            """
            /// <summary>A net.</summary>
            [Model]
            [Input("B", 8)]
            [Linear(4)]
            public partial class Net;
            """);
        await CodeFix.Verify(
            "MG0022",
            "Make 'Net' a model",
            """[Input("B", 8), Linear(4)] public partial class Net;""",
            """[Model, Input("B", 8), Linear(4)] public partial class Net;""");
    }

    [Fact]
    public Task OtherLineEndingsStay() => CodeFix.Verify(
        "MG0002",
        "Add [Input(\"B\", \"D\")]",
        "[Model]\r\n[Linear(4)]\r\npublic partial class Net\r\n{\r\n}\r\n",
        "[Model]\r\n[Input(\"B\", \"D\")]\r\n[Linear(4)]\r\npublic partial class Net\r\n{\r\n}\r\n");

    [Fact]
    public Task OtherLineEndingsStayWithinLists() => CodeFix.Verify(
        "MG0207",
        "Insert Flatten before Linear",
        "[Model, Input(\"B\", 3, 8, 8),\r\n\tConv(4, Kernel = 3),\r\n\tLinear(4)]\r\npublic partial class Net;\r\n",
        "[Model, Input(\"B\", 3, 8, 8),\r\n\tConv(4, Kernel = 3),\r\n\tFlatten,\r\n\tLinear(4)]\r\npublic partial class Net;\r\n");
}
