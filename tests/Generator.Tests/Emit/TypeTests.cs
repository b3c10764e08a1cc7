using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The user's class is continued as it was declared, whatever encloses it and whatever its names are.</summary>
public sealed class TypeTests
{
    [Fact]
    public Task Nested() => Verify("""
        namespace Company.Models
        {
            public static partial class Outer
            {
                internal partial struct Inner<T>
                {
                    internal partial interface IDeep
                    {
                        [Model, Input("B", 3), Linear(2)]
                        protected sealed partial class Net;
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Generic() => Verify("""
        namespace Models;

        [Model, Input("B", 3), Linear(2), CrossEntropyLoss]
        public partial class Net<TTask, T>
            where TTask : class
            where T : struct;
        """);

    [Fact]
    public Task Private() => Verify("""
        internal partial record Outer
        {
            [Model, Input("B", 3), Linear(2)]
            private abstract partial class Net;
        }
        """);

    [Fact]
    public Task KeywordNames() => Verify("""
        namespace @namespace.@event;

        [Model, Input("new", "params", Name = "in")]
        public partial class @class
        {
            [Linear("params", Name = "void")] Stage @return;
            [Relu, Output] Stage @out;
            [From("return"), Output] Stage yield;
        }
        """);

    [Fact]
    public Task UnicodeNames() => Verify("""
        namespace Модель;

        [Model, Input("Größe", "δ", Name = "入力")]
        public partial class Straße
        {
            [Linear("δ"), Relu] Stage 層;
            [Linear("2*δ", Name = "é")] Stage ausgabe;
        }
        """);

    [Fact]
    public Task NamesThatCollide() => Verify("""
        [Model, Input("training", "hidden", Name = "x"), Input("training", "hidden", Name = "training")]
        public partial class Net
        {
            private readonly int _hidden = 1;
            private readonly int _encoderEmbedding = 2;

            [Linear("hidden", Name = "net"), Dropout] Stage hidden;
            [Linear("hidden", Name = "BC")] Stage a;
            [Linear("hidden", Name = "C"), Add("training"), Linear("deviceType")] Stage aB;
            [Linear("Net", Name = "index")] Stage device;

            /// <summary>Theirs.</summary>
            public int Sum => _hidden + _encoderEmbedding;
        }
        """);

    [Fact]
    public Task LocalsThatCollideWithFields() => Verify("""
        [Model, Input("B", 8, Name = "_linear")]
        [Linear(8, Name = "i"), Linear(8), Linear(8, Name = "_i"), Block<Part>(2, Name = "parts"), Linear(8, Name = "next")]
        public partial class Net;

        [Model, Input("B", "D"), Linear("D")]
        public partial class Part;
        """);

    [Fact]
    public Task TiedToAFieldThatCollides() => Verify("""
        [Model, Input("B", Type = DType.Int64), Embedding(10, 8), TiedLinear("embedding")]
        public partial class Net
        {
            private readonly int _embedding = 2;

            /// <summary>Theirs.</summary>
            public int Embedding => _embedding;
        }
        """);

    [Fact]
    public Task UsersInitialize() => Verify("""
        [Model, Input("B", 3), Linear(2)]
        public partial class Net
        {
            partial void Initialize() => TorchSharp.torch.nn.init.zeros_(_linear.weight!);
        }
        """);

    [Fact]
    public Task SeveralParts() => Verify("""
        [Model, Input("B", 3), Linear(2)]
        public partial class Net;

        partial class Net : System.ICloneable
        {
            /// <summary>A copy.</summary>
            public object Clone() => new Net();
        }
        """);

    private static Task Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
