namespace ModelGen.Generator.Tests;

/// <summary>Elements that do not fill the shape, or only for one batch size.</summary>
internal static class ReshapeSizePrograms
{
    public static readonly FaultClass Class = new("reshape",
    [
        Fault.Reported("Eight elements into sixteen",
            """
            [Model, Input(2, 4)]
            [{|MG0130:Reshape(-1, 2, 8, 1)|}]
            public partial class Windows;
            """,
            "Reshape(-1, 2, 8, 1) needs a multiple of 16 elements for its -1, but input 'input' on line 1 is (2, 4), "
                + "8 elements: let the other entries divide 8.",
            """
            [Model, Input("B", 16)]
            [Reshape(-1, 2, 8, 1)]
            public partial class Windows;
            """),

        Fault.Reported("A generator's projection for a map of another size",
            """
            [Model, Input("B", 100)]
            [Linear(1024), Relu, {|MG0130:Reshape("B", 128, 7, 7)|}]
            [ConvTranspose(64, Kernel = 4, Stride = 2, Padding = 1), Relu, ConvTranspose(1, Kernel = 4, Stride = 2, Padding = 1), Tanh]
            public partial class Generator;
            """,
            "Reshape(\"B\", 128, 7, 7) has 6272*B elements, but the tensor is (B, 1024) after Relu on line 2, 1024*B elements: "
                + "change Linear(1024) to Linear(6272), or let one entry be -1.",
            """
            [Model, Input("B", 100)]
            [Linear(128 * 7 * 7), Relu, Reshape("B", 128, 7, 7)]
            [ConvTranspose(64, Kernel = 4, Stride = 2, Padding = 1), Relu, ConvTranspose(1, Kernel = 4, Stride = 2, Padding = 1), Tanh]
            public partial class Generator;
            """),

        Fault.Reported("view(-1, 16*5*5) where the map is 4x4: the batch would change",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(6, Kernel = 5), Relu, MaxPool(2), Conv(16, Kernel = 5), Relu, MaxPool(2)]
            [{|MG0130:Reshape(-1, 400)|}, Linear(10)]
            public partial class LeNet;
            """,
            "Reshape(-1, 400) takes 400 elements of each item, but the tensor is (B, 16, 4, 4) after MaxPool(2) on line 2, "
                + "with 256 per item: write Reshape(-1, 256), or Flatten.",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(6, Kernel = 5), Relu, MaxPool(2), Conv(16, Kernel = 5), Relu, MaxPool(2)]
            [Reshape(-1, 256), Linear(10)]
            public partial class LeNet;
            """),

        Fault.Reported("Features split into heads by hand",
            """
            [Model, Input("B", "T", 512)]
            [Linear(512), {|MG0130:Reshape("B", "T", 12, 64)|}, Permute(0, 2, 1, 3)]
            public partial class SplitHeads;
            """,
            "Reshape(\"B\", \"T\", 12, 64) has 768*B*T elements, but the tensor is (B, T, 512) after Linear(512) on line 2, "
                + "512*B*T elements: change Linear(512) to Linear(768), or let one entry be -1.",
            """
            [Model, Input("B", "T", 512)]
            [Linear(768), Reshape("B", "T", 12, 64), Permute(0, 2, 1, 3)]
            public partial class SplitHeads;
            """),

        Fault.Reported("Patches of 16 from images of 225",
            """
            [Model, Input("B", 3, 225, 225)]
            [Rearrange("b c {|MG0131:(h p)|} (w q) -> b (h w) (c p q)", With = "p = 16, q = 16"), Linear(768)]
            public partial class Patches;
            """,
            "Rearrange(\"b c (h p) (w q) -> b (h w) (c p q)\", With = \"p = 16, q = 16\") splits axis 2 into h*p with 16 known, "
                + "but input 'input' on line 1 is (B, 3, 225, 225), and 16 does not divide 225: choose a divisor of 225.",
            """
            [Model, Input("B", 3, 224, 224)]
            [Rearrange("b c (h p) (w q) -> b (h w) (c p q)", With = "p = 16, q = 16"), Linear(768)]
            public partial class Patches;
            """),

        Fault.Reported("LeNet flattened to the size of another image",
            """
            [Model, Input("B", 16, 10, 10)]
            [{|MG0222:Reshape(-1, 400)|}, Linear(120)]
            public partial class LeNetHead;
            """,
            "Reshape(-1, 400) splits each item into 4 parts, since it takes 400 elements and input 'input' on line 1 is (B, 16, 10, 10), "
                + "with 1600 per item: write Reshape(-1, 1600), or Flatten.",
            """
            [Model, Input("B", 16, 10, 10)]
            [Reshape(-1, 1600), Linear(120)]
            public partial class LeNetHead;
            """),

        Fault.Reported("A generator whose first map has half of the channels",
            """
            [Model, Input("B", 100)]
            [Linear(6272), Relu, {|MG0222:Reshape(-1, 64, 7, 7)|}, ConvTranspose(1, Kernel = 4, Stride = 4)]
            public partial class Generator;
            """,
            "Reshape(-1, 64, 7, 7) splits each item into 2 parts, since it takes 3136 elements and the tensor is (B, 6272) after Relu on "
                + "line 2, with 6272 per item: make the product of the others 6272.",
            """
            [Model, Input("B", 100)]
            [Linear(6272), Relu, Reshape(-1, 128, 7, 7), ConvTranspose(1, Kernel = 4, Stride = 4)]
            public partial class Generator;
            """),
    ]);
}
