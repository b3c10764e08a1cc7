using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace ModelGen.Scaffold;

/// <summary>A layer to add.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Family">Its folder in <c>src/Generator/Layers</c>.</param>
/// <param name="Summary">The first sentence of its documentation.</param>
/// <param name="Module">The module in Python.</param>
/// <param name="Example">The same as an attribute.</param>
/// <param name="Input">The shape of the input that both are given.</param>
/// <param name="Arguments">Its arguments, those of the constructor first.</param>
internal sealed record Layer(
    string Name,
    string Family,
    string Summary,
    string Module,
    string Example,
    IReadOnlyList<long> Input,
    IReadOnlyList<LayerArgument> Arguments)
{
    public IEnumerable<LayerArgument> Parameters => Arguments.Where(argument => argument.IsParameter);

    public IEnumerable<LayerArgument> Properties => Arguments.Where(argument => !argument.IsParameter);

    /// <summary>The name of <c>torch.nn.functional</c>'s function: <c>local_response_norm</c>.</summary>
    public string Function => Regex.Replace(Name, "(?<=[a-z0-9])[A-Z]", match => "_" + match.Value).ToLowerInvariant();

    /// <summary>The input's axes as symbols, a batch axis first.</summary>
    public string Axes => Input.Count switch
    {
        1 => "\"B\"",
        2 => "\"B\", \"D\"",
        3 => "\"B\", \"C\", \"T\"",
        4 => "\"B\", \"C\", \"H\", \"W\"",
        5 => "\"B\", \"C\", \"D\", \"H\", \"W\"",
        _ => throw new ScaffoldException($"--input has {Input.Count} axes: give 1 to 5, such as 2,6,5."),
    };

    public static IReadOnlyList<long> ReadShape(string text)
    {
        var sizes = text.Split(',').Select(size => long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ScaffoldException($"--input '{text}' is no shape: write the sizes of its axes, such as 2,6,5."));
        return [.. sizes];
    }
}
