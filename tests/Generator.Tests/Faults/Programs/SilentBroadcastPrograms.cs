namespace ModelGen.Generator.Tests;

/// <summary>Shapes that PyTorch would stretch without a word.</summary>
internal static class SilentBroadcastPrograms
{
    public static readonly FaultClass Class = new("silent broadcast",
    [
        Fault.Reported("A prediction (B, 1) and a baseline (B) add up to (B, B)",
            """
            [Model]
            public partial class Critic
            {
                [Input("B", 17)] Stage state;
                [Input("B")] Stage baseline;
                [From(nameof(state)), Linear(64), Tanh, Linear(1)] Stage value;
                [From(nameof(value), nameof(baseline)), {|MG0112:Add|}] Stage advantage;
            }
            """,
            "Add joins 'value' (B, 1) and input 'baseline' (B) on line 5: take the last axis of 'value' away with Squeeze(1).",
            """
            [Model]
            public partial class Critic
            {
                [Input("B", 17)] Stage state;
                [Input("B")] Stage baseline;
                [From(nameof(state)), Linear(64), Tanh, Linear(1), Squeeze(1)] Stage value;
                [From(nameof(value), nameof(baseline)), Add] Stage advantage;
            }
            """),

        Fault.Reported("A gate of one value where a value a feature was meant",
            """
            [Model]
            public partial class Highway
            {
                [Input("B", 128)] Stage x;
                [Linear(1), Sigmoid] Stage gate;
                [From(nameof(x)), {|MG0112:Multiply(nameof(gate))|}] Stage y;
            }
            """,
            "Multiply joins input 'x' (B, 128) and 'gate' (B, 1) on line 5: shapes must be equal; "
                + "if one is meant to be stretched, say so with Broadcast = true.",
            """
            [Model]
            public partial class Highway
            {
                [Input("B", 128)] Stage x;
                [Linear(128), Sigmoid] Stage gate;
                [From(nameof(x)), Multiply(nameof(gate))] Stage y;
            }
            """),

        Fault.Reported("Squeeze-and-excitation without the axes of the map",
            """
            [Model]
            public partial class SqueezeExcite
            {
                [Input("B", 64, 16, 16)] Stage x;
                [GlobalAvgPool, Linear(4), Relu, Linear(64), Sigmoid] Stage scale;
                [From(nameof(x)), {|MG0112:Multiply(nameof(scale))|}] Stage y;
            }
            """,
            "Multiply joins input 'x' (B, 64, 16, 16) and 'scale' (B, 64) on line 5: "
                + "give 'scale' the missing axes with Reshape(\"B\", 64, 1, 1) and set Broadcast = true.",
            """
            [Model]
            public partial class SqueezeExcite
            {
                [Input("B", 64, 16, 16)] Stage x;
                [GlobalAvgPool, Linear(4), Relu, Linear(64), Sigmoid, Reshape("B", 64, 1, 1)] Stage scale;
                [From(nameof(x)), Multiply(nameof(scale), Broadcast = true)] Stage y;
            }
            """),

        Fault.Reported("A mask of steps over features",
            """
            [Model]
            public partial class MaskedMean
            {
                [Input("B", "T", 64)] Stage states;
                [Input("B", "T")] Stage mask;
                [From(nameof(states), nameof(mask)), {|MG0112:Multiply|}, Sum(Axis = 1)] Stage pooled;
            }
            """,
            "Multiply joins input 'states' (B, T, 64) and input 'mask' (B, T) on line 5: "
                + "give input 'mask' the missing axis with Unsqueeze(2) and set Broadcast = true.",
            """
            [Model]
            public partial class MaskedMean
            {
                [Input("B", "T", 64)] Stage states;
                [Input("B", "T")] Stage mask;
                [From(nameof(mask)), Unsqueeze(-1)] Stage column;
                [From(nameof(states), nameof(column)), Multiply(Broadcast = true), Sum(Axis = 1)] Stage pooled;
            }
            """),

        Fault.Guarded("Predictions (B, 1) for prices (B): the squared difference would be (B, B)",
            """
            [Model, Input("B", 13)]
            [Linear(64), Relu, Linear(1)]
            [MseLoss]
            public partial class HousePrices;

            public static class Training
            {
                public static TorchSharp.torch.Tensor Step(HousePrices model, TorchSharp.torch.Tensor houses) => model.Loss(houses, TorchSharp.torch.rand(houses.shape[0]));
            }
            """,
            "global::ModelGen.Losses.Elementwise.Mse(",
            """
            [Model, Input("B", 13)]
            [Linear(64), Relu, Linear(1)]
            [MseLoss]
            public partial class HousePrices;

            public static class Training
            {
                public static TorchSharp.torch.Tensor Step(HousePrices model, TorchSharp.torch.Tensor houses) => model.Loss(houses, TorchSharp.torch.rand(houses.shape[0], 1));
            }
            """),
    ]);
}
