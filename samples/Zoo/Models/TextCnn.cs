using ModelGen;

namespace Zoo;

/// <summary>
/// The convolutional network for sentence classification of Kim (2014), with the vocabulary of its first data set: words to two classes.
/// </summary>
[Model]
[Dim("vocabulary", Default = 18765)]
public partial class TextCnn
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage words;

    [From(nameof(words)), Embedding("vocabulary", 300), Permute(0, 2, 1)]
    private Stage text;

    [From(nameof(text)), Conv(100, Kernel = 3), Relu, Max(Axis = 2)]
    private Stage three;

    [From(nameof(text)), Conv(100, Kernel = 4), Relu, Max(Axis = 2)]
    private Stage four;

    [From(nameof(text)), Conv(100, Kernel = 5), Relu, Max(Axis = 2)]
    private Stage five;

    [From(nameof(three), nameof(four), nameof(five)), Concat, Dropout, Linear(2), Output("B", 2)]
    private Stage classes;
}
