namespace ModelGen.Generator.Tests;

/// <summary>A batch size baked in.</summary>
internal static class RestBatchPrograms
{
    public static readonly FaultClass Class = new("last batch",
    [
        Fault.Reported("A batch of 64 in a reshape",
            """
            [Model, Input("B", 28, 28)]
            [{|MG0130:Reshape(64, 784)|}, Linear(128), Relu, Linear(10)]
            public partial class Digits;
            """,
            "Reshape(64, 784) is valid for B = 64 only: it has 50176 elements, but input 'input' on line 1 is (B, 28, 28), 784*B elements: "
                + "change Reshape(64, 784) to Reshape(\"B\", 784), or let one entry be -1.",
            """
            [Model, Input("B", 28, 28)]
            [Reshape("B", 784), Linear(128), Relu, Linear(10)]
            public partial class Digits;
            """),

        Fault.Guarded("A batch of 32 in the first state",
            """
            [Model]
            public partial class Decoder
            {
                [Input("B", "T", 64)] Stage steps;
                [Input(1, "B", 128)] Stage state;
                [From(nameof(steps)), Gru(128, InitialHidden = nameof(state)), Linear(64)] Stage next;
            }

            public static class Training
            {
                public static TorchSharp.torch.Tensor Step(Decoder model, TorchSharp.torch.Tensor steps) => model.call(steps, TorchSharp.torch.zeros(1, 32, 128));
            }
            """,
            "ModelGen.Guard.Size(state, 1,",
            """
            [Model]
            public partial class Decoder
            {
                [Input("B", "T", 64)] Stage steps;
                [Input(1, "B", 128)] Stage state;
                [From(nameof(steps)), Gru(128, InitialHidden = nameof(state)), Linear(64)] Stage next;
            }

            public static class Training
            {
                public static TorchSharp.torch.Tensor Step(Decoder model, TorchSharp.torch.Tensor steps) => model.call(steps, TorchSharp.torch.zeros(1, steps.shape[0], 128));
            }
            """),

        Fault.Guarded("A declared batch of 128 meets the rest of an epoch",
            """
            [Model, Input(128, 3, 32, 32)]
            [Conv(16, Kernel = 3), Relu, GlobalAvgPool, Linear(10)]
            public partial class Classifier;
            """,
            "ModelGen.Guard.Size(input, 0, 128,",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(16, Kernel = 3), Relu, GlobalAvgPool, Linear(10)]
            public partial class Classifier;
            """),

        Fault.Reported("A learned start of 16 rows beside any batch",
            """
            [Model]
            public partial class Captions
            {
                [Input("B", 1, 256)] Stage image;
                [Input(1, 1, 256)] Stage start;
                [From(nameof(start)), Expand(16, -1, -1)] Stage starts;
                [From(nameof(image), nameof(starts)), {|MG0215:Concat(Axis = 1)|}, Lstm(256), Linear(5000)] Stage words;
            }
            """,
            "Concat along axis 1 joins input 'image' (B, 1, 256) and 'starts' (16, 1, 256) on line 6, which differ along axis 0: "
                + "make B and 16 equal; otherwise it runs only where B = 16 (if that always holds, declare the number).",
            """
            [Model]
            public partial class Captions
            {
                [Input("B", 1, 256)] Stage image;
                [Input(1, 1, 256)] Stage start;
                [From(nameof(start)), Expand("B", -1, -1)] Stage starts;
                [From(nameof(image), nameof(starts)), Concat(Axis = 1), Lstm(256), Linear(5000)] Stage words;
            }
            """),
    ]);
}
