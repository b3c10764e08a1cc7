using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Checkpoints;

/// <summary>The tensors with a common path, such as <c>h.0.ln_1.weight</c> and <c>h.0.ln_1.bias</c>.</summary>
/// <param name="Path">The path, without the names of the tensors.</param>
/// <param name="Tensors">The names of the tensors after the path, and their shapes.</param>
internal sealed record TensorLayer(string Path, IReadOnlyList<(string Name, IReadOnlyList<long> Shape)> Tensors)
{
    private const string BatchCounter = "num_batches_tracked";

    /// <summary>The names of the tensors, in alphabetical order and as in PyTorch, without the counters that files may lack.</summary>
    public string Kinds => string.Join(",", Compared.Select(tensor => tensor.Kind));

    /// <summary>The names and shapes of the tensors.</summary>
    public string Shapes => string.Join(",", Compared.Select(tensor => $"{tensor.Kind}({string.Join(",", tensor.Shape)})"));

    private IEnumerable<(string Kind, IReadOnlyList<long> Shape)> Compared => Tensors.Where(tensor => tensor.Name != BatchCounter)
        .Select(tensor => (Kind(tensor.Name), tensor.Shape)).OrderBy(tensor => tensor.Item1, StringComparer.Ordinal);

    /// <summary>The name of a tensor as in PyTorch. TensorFlow names the weights of norms <c>gamma</c> and <c>beta</c>.</summary>
    public static string Kind(string name) => name switch
    {
        "gamma" => "weight",
        "beta" => "bias",
        _ => name,
    };

    /// <summary>Groups tensors by their paths, in the order of their first tensors.</summary>
    public static IReadOnlyList<TensorLayer> Of(IEnumerable<OpenTensor> tensors)
        => [.. tensors.GroupBy(tensor => tensor.Name[..Math.Max(tensor.Name.LastIndexOf('.'), 0)], StringComparer.Ordinal).Select(
            group => new TensorLayer(
                group.Key, [.. group.Select(tensor => (tensor.Name[(tensor.Name.LastIndexOf('.') + 1)..], tensor.Shape))]))];

    /// <summary>Returns the full name of a tensor.</summary>
    public string Full(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    /// <summary>Replaces each number between dots by <c>{i}</c>.</summary>
    public static string Pattern(string path) => string.Join('.', path.Split('.').Select(part => IsNumber(part) ? "{i}" : part));

    /// <summary>Returns whether a part between dots is a number.</summary>
    public static bool IsNumber(string part) => part.Length is > 0 and < 10 && part.All(char.IsAsciiDigit);
}
