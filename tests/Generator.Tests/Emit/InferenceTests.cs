using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The class that runs an exported model, which <c>[Model(Inference = true)]</c> asks for.</summary>
public sealed class InferenceTests
{
    [Fact]
    public Task Chain() => Verify("""
        namespace Company.Models;

        [Model(Inference = true)]
        [Input("B", "T", Type = DType.Int64, Name = "ids")]
        [Embedding("vocabulary", 64), PositionEmbedding(128), Lstm(32), Linear("vocabulary")]
        public partial class Gpt;
        """);

    [Fact]
    public Task SeveralInputsAndOutputs() => Verify("""
        [Model(Inference = true)]
        internal partial class Decoder
        {
            [Input("B", "T", Type = DType.Int64)] Stage target;
            [Input("B", "S", 16)] Stage memory;
            [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;

            [From(nameof(target)), Embedding(100, 16), MultiHeadAttention(2, Memory = nameof(memory), KeyPaddingMask = nameof(padding))]
            Stage cross;

            [Linear(100), Output] Stage logits;
            [From(nameof(cross)), Mean(Axis = 1), Output] Stage pooled;
        }
        """);

    [Fact]
    public Task LeadingAxes() => Verify("""
        [Model(Inference = true), Input("...", "T", "D"), Linear("2*D"), Relu]
        public partial class Net;
        """);

    [Fact]
    public Task OpenComparison() => Verify("""
        [Model(Inference = true)]
        [Dim("T", MultipleOf = 4, Max = 64)]
        [Input("B", 3, "T"), Conv(8, Kernel = 5)]
        public partial class Net;
        """);

    [Fact]
    public Task OptionalSizes() => Verify("""
        [Model(Inference = true), Dim("H", Min = 2)]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage tokens;
            [Input("H", "T", "T", Type = DType.Bool, Optional = true)] Stage mask;
            [From(nameof(tokens)), MultiHeadAttention(2, Mask = nameof(mask))] Stage attention;
        }
        """);

    [Fact]
    public Task NamesThatCollide() => Verify("""
        public partial class Outer
        {
            [Model(Inference = true)]
            [Input("call", "in", Name = "forward"), Linear("Shape"), Output("call", "Shape")]
            private partial class @class;
        }
        """);

    [Fact]
    public Task WithErrors()
    {
        GeneratorDriver driver = Compile.Run("""
            [Model(Inference = true), Input("B", "D"), Linear(10, In = 5), Reshape("B", 3)]
            public partial class Net;
            """, Options).Driver;
        return Snapshot.Verify(driver);
    }

    [Fact]
    public void The_class_names_nothing_of_TorchSharp()
    {
        GeneratorDriver driver = Compile.Generate("""
            [Model(Inference = true), Input("B", 3, "T"), Conv(8, Kernel = 5)]
            public partial class Net;
            """, Options);
        string text = driver.GetRunResult().GeneratedTrees.Single(tree => tree.FilePath.EndsWith("Net-Inference.g.cs")).ToString();
        Assert.DoesNotContain("TorchSharp.", text);
        Assert.DoesNotContain("global::Net", text);
    }

    [Fact]
    public void A_model_that_does_not_ask_for_it_has_no_second_file()
    {
        GeneratorDriver driver = Compile.Generate("""
            [Model(Inference = false), Input("B", "D"), Linear(3)]
            public partial class Net;
            """, Options);
        Assert.DoesNotContain(driver.GetRunResult().GeneratedTrees, tree => tree.FilePath.EndsWith("Net-Inference.g.cs"));
    }

    private static Task Verify(
        string source, [System.Runtime.CompilerServices.CallerMemberName] string method = "") =>
        Snapshot.Verify(Compile.Generate(source, Options), method: method);

    private static CompileOptions Options => new() { References = References.Inference };
}
