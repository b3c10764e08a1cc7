using System.Collections.Generic;

namespace ModelGen.Pickles;

/// <summary>A Python object that a pickle names, such as <c>torch.FloatStorage</c>. It is only a name.</summary>
/// <param name="Name">The module and the name, separated by a dot.</param>
internal sealed record PickleName(string Name);

/// <summary>A call that Python would make. It is only a description and is never made.</summary>
/// <param name="function">The function or class.</param>
/// <param name="arguments">The arguments.</param>
internal sealed class PickleCall(PickleName function, object?[] arguments)
{
    /// <summary>The name of the function or class.</summary>
    public string Function { get; } = function.Name;

    /// <summary>The arguments.</summary>
    public object?[] Arguments { get; } = arguments;
}

/// <summary>A reference to data outside of the pickle.</summary>
/// <param name="id">The identifier.</param>
internal sealed class PickleReference(object? id)
{
    /// <summary>The identifier, in files of PyTorch a tuple.</summary>
    public object? Id { get; } = id;
}

/// <summary>A dictionary: the pairs in the order of the pickle, in which a later pair replaces an earlier one with the same key.</summary>
internal sealed class PickleDict
{
    /// <summary>The pairs.</summary>
    public List<(object? Key, object? Value)> Pairs { get; } = [];
}
