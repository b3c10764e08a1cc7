using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Classes that cannot be models, or lack what a model needs. Where a repair is obvious, the repaired declaration follows and is silent.
/// </summary>
public sealed class ClassDiagnosticsTests
{
    [Fact]
    public async Task NotPartial()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public class {|MG0001:Head|};
            """,
            "'Head' is a model, so it must be partial: write 'partial class Head'.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public partial class Head;
            """);
    }

    [Fact]
    public async Task ContainerNotPartial()
    {
        await Diagnostics.Verify(
            """
            public class Outer
            {
                [Model, Input("B", 3), Linear(4)]
                public partial class {|MG0001:Head|};
            }
            """,
            "'Head' is a model inside 'Outer', which must be partial as well: make 'Outer' partial.");
        await Diagnostics.Verify(
            """
            public partial class Outer
            {
                [Model, Input("B", 3), Linear(4)]
                public partial class Head;
            }
            """);
    }

    [Fact]
    public Task NotPartialWithStages() => Diagnostics.Verify(
        """
        [Model]
        public class {|MG0001:Head|}
        {
            [Input("B", 3)] Stage {|CS0169:{|CS8618:x|}|};
            [Linear(4)] Stage {|CS0169:{|CS8618:y|}|};
        }
        """,
        "'Head' is a model, so it must be partial: write 'partial class Head'.");

    [Fact]
    public async Task NoInput()
    {
        await Diagnostics.Verify(
            """
            [Model, Linear(4)]
            public partial class {|MG0002:Head|};
            """,
            "'Head' has no input, so no shape is known: add [Input(\"B\", …)] with one entry per axis.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public partial class Head;
            """);
    }

    [Fact]
    public Task NoInputStages() => Diagnostics.Verify(
        """
        [Model]
        public partial class {|MG0002:Head|} { [Linear(4)] Stage y; }
        """,
        "'Head' has no input, so no shape is known: add [Input(\"B\", …)] with one entry per axis.");

    [Fact]
    public Task Nothing() => Diagnostics.Verify(
        """
        [Model]
        public partial class {|MG0002:{|MG0003:Head|}|};
        """,
        "'Head' has no input, so no shape is known: add [Input(\"B\", …)] with one entry per axis.",
        "'Head' has no layer: add layer attributes to the class, or Stage fields that carry them.");

    [Fact]
    public Task BlockBroken() => Diagnostics.Verify(
        """
        [Model, Linear(3)]
        public partial class {|MG0002:Inner|};
        [Model, Input("B", 3), Block<Inner>, Linear(5)]
        public partial class Net;
        """,
        "'Inner' has no input, so no shape is known: add [Input(\"B\", …)] with one entry per axis.");

    [Fact]
    public async Task NoLayer()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            public partial class {|MG0003:Head|};
            """,
            "'Head' has no layer: add layer attributes to the class, or Stage fields that carry them.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Relu]
            public partial class Head;
            """);
    }

    [Fact]
    public Task LossNothing() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), CrossEntropyLoss]
        public partial class {|MG0003:Net|};
        """,
        "'Net' has no layer: add layer attributes to the class, or Stage fields that carry them.");

    [Fact]
    public async Task Split()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public partial class {|MG0004:Head|};

            [Relu]
            public partial class Head;
            """,
            "The layers of 'Head' are in several partial declarations, whose order C# does not define: "
                + "move all layers and stages into one of them.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4), Relu]
            public partial class Head;

            public partial class Head { void Helper() { } }
            """);
    }

    [Fact]
    public async Task SplitStages()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class {|MG0004:Head|} { [Input("B", 3)] Stage x; [Linear(4)] Stage a; }
            public partial class Head { [Linear(4)] Stage b; }
            """,
            "The layers of 'Head' are in several partial declarations, whose order C# does not define: "
                + "move all layers and stages into one of them.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Head { [Input("B", 3)] Stage x; [Linear(4)] Stage a; [Relu] Stage b; }
            """);
    }

    [Fact]
    public async Task TwoForms()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            [{|MG0005:Linear(4)|}]
            public partial class Head
            {
                [Relu] Stage y;
            }
            """,
            "Linear(4) is on the class, but 'Head' has stages: move it to a stage, or remove the stages.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            public partial class Head
            {
                [Linear(4), Relu] Stage y;
            }
            """);
    }

    [Fact]
    public async Task Record()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public partial record {|MG0006:Head|};
            """,
            "'Head' is a record, which cannot derive from torch.nn.Module: make it a class.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public partial class Head;
            """);
    }

    [Fact]
    public async Task Static()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public static partial class {|MG0006:Head|};
            """,
            "'Head' is static, but a model is created with 'new': remove 'static'.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public partial class Head;
            """);
    }

    [Fact]
    public async Task FileLocal()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            file partial class {|MG0006:Head|};
            """,
            "'Head' is local to its file, where no generated part can extend it: remove 'file'.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            partial class Head;
            """);
    }

    [Fact]
    public async Task FileLocalContainer()
    {
        await Diagnostics.Verify(
            """
            file partial class Outer
            {
                [Model, Input("B", 3), Linear(4)]
                public partial class {|MG0006:Head|};
            }
            """,
            "'Outer' is local to its file, where no generated part can extend it: remove 'file'.");
        await Diagnostics.Verify(
            """
            partial class Outer
            {
                [Model, Input("B", 3), Linear(4)]
                public partial class Head;
            }
            """);
    }

    [Fact]
    public async Task Derived()
    {
        await Diagnostics.Verify(
            """
            public class Base;
            [Model, Input("B", 3), Linear(4)]
            public partial class {|MG0006:Head|} : Base;
            """,
            "'Head' derives from 'Base', but a model derives from torch.nn.Module, which the generated part adds: remove the base class.");
        await Diagnostics.Verify(
            """
            public class Base;
            [Model, Input("B", 3), Linear(4)]
            public partial class Head;
            """);
    }

    [Fact]
    public async Task PrimaryConstructor()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public partial class {|MG0006:Head|}(int x) { public int X => x; }
            """,
            "'Head' has a primary constructor, but the generated part writes the constructor: remove the parameters after 'Head'.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public partial class Head { }
            """);
    }

    [Fact]
    public async Task StaticStage()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            public partial class Head { [Linear(4)] static Stage {|CS8618:{|MG0006:y|}|}; }
            """,
            "Stage 'y' is static, but every instance of 'Head' has stages of its own: remove 'static'.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            public partial class Head { [Linear(4)] Stage y; }
            """);
    }

    [Fact]
    public async Task OwnConstructor()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("D")]
            public partial class Head
            {
                static Head() { }
                public Head(string size) : this(long.Parse(size)) { }
                public {|MG0006:Head|}(char name) : base(name.ToString()) { }
            }
            """,
            "Only the generated constructor creates the layers: "
                + "call it with ': this(…)', or write 'partial void Initialize()' instead, which it calls at its end.");

        // Its base class then has no constructor that it could call, as the compiler says.
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public partial class Head
            {
                public {|CS1729:{|MG0006:Head|}|}() { }
            }
            """);
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("D")]
            public partial class Head
            {
                static Head() { }
                public Head(string size) : this(long.Parse(size)) { }
                partial void Initialize() { }
            }
            """);
    }

    [Fact]
    public async Task InitializeWithoutPartial()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public partial class Head { void {|MG0016:Initialize|}() { } }
            """,
            "'Initialize' runs at the end of the constructor as a partial method only: "
                + "write 'partial void Initialize()' without further modifiers, or give yours another name.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public partial class Head
            {
                partial void Initialize() { }
                void Initialize(int seed) { }
            }
            """);
    }

    [Fact]
    public async Task LayersWithoutAModel()
    {
        await Diagnostics.Verify(
            """
            [Input("B", 3)]
            [Linear(4)]
            public partial class {|MG0022:Head|};
            """,
            "'Head' has attributes of ModelGen but not [Model], so nothing is generated: add [Model].");
        await Diagnostics.Verify(
            """
            public partial class {|MG0022:Head|}
            {
                [Input("B", 3)] Stage {|CS0169:{|CS8618:x|}|};
                [Linear(4)] Stage {|CS0169:{|CS8618:y|}|};
            }
            """,
            "'Head' has stages but not [Model], so nothing is generated: add [Model].");
        await Diagnostics.Verify(
            """
            [Model] public partial class Head;
            [Input("B", 3), Linear(4)] public partial class Head;
            [System.Obsolete] public class Other { public Stage? Kept = null; }
            """);
    }
}
