namespace ModelGen.Generator.Tests;

/// <summary>Branches that do not fit together.</summary>
internal static class MergePrograms
{
    public static readonly FaultClass Class = new("joined tensors",
    [
        Fault.Reported("A residual block that doubles its channels",
            """
            [Model]
            public partial class Block
            {
                [Input("B", 128, 28, 28)] Stage x;
                [Conv(256, Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu, Conv(256, Kernel = 3, Padding = 1, Bias = false), BatchNorm] Stage body;
                [From(nameof(x), nameof(body)), {|MG0112:Add|}, Relu] Stage y;
            }
            """,
            "Add joins input 'x' (B, 128, 28, 28) and 'body' (B, 256, 28, 28) on line 5: "
                + "bring both to the same number of channels, for example with Conv(128, Kernel = 1).",
            """
            [Model]
            public partial class Block
            {
                [Input("B", 128, 28, 28)] Stage x;
                [Conv(256, Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu, Conv(256, Kernel = 3, Padding = 1, Bias = false), BatchNorm] Stage body;
                [From(nameof(x)), Conv(256, Kernel = 1)] Stage shortcut;
                [From(nameof(shortcut), nameof(body)), Add, Relu] Stage y;
            }
            """),

        Fault.Reported("A stride in the body and none around it",
            """
            [Model]
            public partial class Block
            {
                [Input("B", 64, 56, 56)] Stage x;
                [Conv(64, Kernel = 3, Stride = 2, Padding = 1), Relu, Conv(64, Kernel = 3, Padding = 1), {|MG0106:Residual|}] Stage y;
            }
            """,
            "Residual adds the start of stage 'y', (B, 64, 56, 56) from input 'x', "
                + "to (B, 64, 28, 28) after Conv(64, Kernel = 3, Padding = 1) on line 5: keep the size of the feature map within the stage "
                + "with Stride = 1 and Padding, or add a stage that shrinks the start as well.",
            """
            [Model]
            public partial class Block
            {
                [Input("B", 64, 56, 56)] Stage x;
                [Conv(64, Kernel = 3, Padding = 1), Relu, Conv(64, Kernel = 3, Padding = 1), Residual] Stage y;
            }
            """),

        Fault.Reported("A transposed convolution that ends one place short",
            """
            [Model]
            [Input("B", 1, 28, 28)]
            [Conv(8, Kernel = 3, Stride = 2, Padding = 1), Relu]
            [ConvTranspose(1, Kernel = 3, Stride = 2, Padding = 1), {|MG0106:Residual|}]
            public partial class Autoencoder;
            """,
            "Residual adds the start of the chain, (B, 1, 28, 28) from input 'input', "
                + "to (B, 1, 27, 27) after ConvTranspose(1, Kernel = 3, Stride = 2, Padding = 1) on line 4: keep the size of the feature "
                + "map within the chain with Stride = 1 and Padding, or declare stages, so that one can shrink the start as well.",
            """
            [Model]
            [Input("B", 1, 28, 28)]
            [Conv(8, Kernel = 3, Stride = 2, Padding = 1), Relu]
            [ConvTranspose(1, Kernel = 3, Stride = 2, Padding = 1, OutputPadding = 1), Residual]
            public partial class Autoencoder;
            """),

        Fault.Reported("A decoder starts from an encoder of both directions",
            """
            [Model]
            public partial class Translator
            {
                [Input("B", "S", 40)] Stage source;
                [Input("B", "T", 40)] Stage target;
                [From(nameof(source)), Gru(256, Bidirectional = true)] Stage encoded;
                [From(nameof(target)), Gru(256, InitialHidden = {|MG0113:nameof(encoded) + ".h"|}), Linear(40)] Stage decoded;
            }
            """,
            "InitialHidden of Gru(256, InitialHidden = \"encoded.h\") must be (1, B, 256), layers times directions by batch by hidden "
                + "units, but 'encoded' is (2, B, 256) after Gru(256, Bidirectional = true) on line 6: "
                + "set Bidirectional = true here as well, or remove it from Gru(256, Bidirectional = true).",
            """
            [Model]
            public partial class Translator
            {
                [Input("B", "S", 40)] Stage source;
                [Input("B", "T", 40)] Stage target;
                [From(nameof(source)), Gru(256, Bidirectional = true)] Stage encoded;
                [From(nameof(target)), Gru(256, Bidirectional = true, InitialHidden = nameof(encoded) + ".h"), Linear(40)] Stage decoded;
            }
            """),

        Fault.Reported("A U-Net without padding joins maps of two sizes",
            """
            [Model]
            public partial class UNet
            {
                [Input("B", 1, 64, 64)] Stage image;
                [Conv(64, Kernel = 3), Relu] Stage down;
                [MaxPool(2), Conv(128, Kernel = 3), Relu] Stage bottom;
                [ConvTranspose(64, Kernel = 2, Stride = 2)] Stage up;
                [From(nameof(down), nameof(up)), {|MG0107:Concat(Axis = 1)|}, Conv(2, Kernel = 1)] Stage mask;
            }
            """,
            "Concat along axis 1 joins 'down' (B, 64, 62, 62) and 'up' (B, 64, 58, 58) on line 7, which differ along axis 2: bring both "
                + "feature maps to the same size, for example with Padding = \"same\" in the convolutions before, or with Slice.",
            """
            [Model]
            public partial class UNet
            {
                [Input("B", 1, 64, 64)] Stage image;
                [Conv(64, Kernel = 3, Padding = 1), Relu] Stage down;
                [MaxPool(2), Conv(128, Kernel = 3, Padding = 1), Relu] Stage bottom;
                [ConvTranspose(64, Kernel = 2, Stride = 2)] Stage up;
                [From(nameof(down), nameof(up)), Concat(Axis = 1), Conv(2, Kernel = 1)] Stage mask;
            }
            """),

        Fault.Reported("Words and tags embedded in two widths are added",
            """
            [Model]
            public partial class Encoder
            {
                [Input("B", "T", Type = DType.Int64)] Stage words;
                [Input("B", "T", Type = DType.Int64)] Stage tags;
                [From(nameof(words)), Embedding(20000, 300)] Stage wordVectors;
                [From(nameof(tags)), Embedding(45, 50)] Stage tagVectors;
                [From(nameof(wordVectors), nameof(tagVectors)), {|MG0112:Add|}, Gru(128)] Stage states;
            }
            """,
            "Add joins 'wordVectors' (B, T, 300) and 'tagVectors' (B, T, 50) on line 7: "
                + "bring both to the same width, for example with Linear(300).",
            """
            [Model]
            public partial class Encoder
            {
                [Input("B", "T", Type = DType.Int64)] Stage words;
                [Input("B", "T", Type = DType.Int64)] Stage tags;
                [From(nameof(words)), Embedding(20000, 300)] Stage wordVectors;
                [From(nameof(tags)), Embedding(45, 50)] Stage tagVectors;
                [From(nameof(wordVectors), nameof(tagVectors)), Concat, Gru(128)] Stage states;
            }
            """),

        Fault.Reported("Features of a photo and of its caption, one still a map",
            """
            [Model]
            public partial class Caption
            {
                [Input("B", 3, 64, 64)] Stage photo;
                [Input("B", 300)] Stage caption;
                [From(nameof(photo)), Conv(32, Kernel = 3), Relu, AdaptiveAvgPool(1)] Stage seen;
                [From(nameof(seen), nameof(caption)), {|MG0107:Concat(Axis = 1)|}, Linear(2)] Stage fits;
            }
            """,
            "Concat joins 'seen' (B, 32, 1, 1) and input 'caption' (B, 300) on line 5, which have 4 and 2 axes: give both the same axes.",
            """
            [Model]
            public partial class Caption
            {
                [Input("B", 3, 64, 64)] Stage photo;
                [Input("B", 300)] Stage caption;
                [From(nameof(photo)), Conv(32, Kernel = 3), Relu, GlobalAvgPool] Stage seen;
                [From(nameof(seen), nameof(caption)), Concat(Axis = 1), Linear(2)] Stage fits;
            }
            """),

        Fault.Reported("A decoder attends to an encoder of another width",
            """
            [Model]
            public partial class Decoder
            {
                [Input("B", "T", 512)] Stage target;
                [Input("B", "S", 256)] Stage source;
                [From(nameof(target)), TransformerDecoderLayer(8, 2048, Memory = {|MG0113:nameof(source)|})] Stage decoded;
            }
            """,
            "TransformerDecoderLayer(8, 2048, Memory = \"source\") works on (B, T, 512) but its Memory input 'source' on line 5 is "
                + "(B, S, 256): both must have 512 features; put Linear(512) after the encoder.",
            """
            [Model]
            public partial class Decoder
            {
                [Input("B", "T", 512)] Stage target;
                [Input("B", "S", 256)] Stage source;
                [From(nameof(source)), Linear(512)] Stage memory;
                [From(nameof(target)), TransformerDecoderLayer(8, 2048, Memory = nameof(memory))] Stage decoded;
            }
            """),
    ]);
}
