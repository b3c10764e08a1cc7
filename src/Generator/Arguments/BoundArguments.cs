using System.Collections.Generic;

namespace ModelGen.Generator.Arguments;

/// <summary>The values of a layer's arguments.</summary>
internal sealed class BoundArguments
{
    private readonly IReadOnlyList<AttributeArgument> _arguments;
    private readonly object?[] _values;

    private BoundArguments(IReadOnlyList<AttributeArgument> arguments, object?[] values, bool isBroken) =>
        (_arguments, _values, IsBroken) = (arguments, values, isBroken);

    /// <summary>Whether an argument is not what it must be, which was reported.</summary>
    public bool IsBroken { get; }

    /// <summary>Every argument that the kind takes, in the order in which it declares them.</summary>
    public IReadOnlyList<AttributeArgument> All => _arguments;

    /// <summary>Reads every argument.</summary>
    public static BoundArguments Bind(IReadOnlyList<AttributeArgument> arguments, ArgumentReader reader)
    {
        var (values, isBroken) = (new object?[arguments.Count], false);
        for (var i = 0; i < values.Length; i++)
        {
            isBroken |= !arguments[i].TryBind(reader, out values[i]);
        }

        return new BoundArguments(arguments, values, isBroken);
    }

    /// <summary>Whether the kind takes an argument.</summary>
    public bool Has(AttributeArgument argument) => IndexOf(argument) >= 0;

    /// <summary>The value of an argument that the kind takes.</summary>
    public T Get<T>(AttributeArgument<T> argument) => (T)_values[IndexOf(argument)]!;

    /// <summary>
    /// The values that say something: those of the constructor's parameters, and those of properties that are not the
    /// default. Tensors are not among them.
    /// </summary>
    public IEnumerable<(AttributeArgument Argument, ArgumentData Data)> Described
    {
        get
        {
            if (IsBroken)
            {
                yield break;
            }

            for (var i = 0; i < _values.Length; i++)
            {
                var argument = _arguments[i];
                if (argument.Describe(_values[i]) is { } data && !(argument.IsProperty && data.IsDefault(argument)))
                {
                    yield return (argument, data);
                }
            }
        }
    }

    /// <summary>The value of a flag; null if the kind does not take it.</summary>
    public bool? Find(FlagArgument argument) => Has(argument) ? Get(argument) : null;

    private int IndexOf(AttributeArgument argument)
    {
        for (var i = 0; i < _arguments.Count; i++)
        {
            if (ReferenceEquals(_arguments[i], argument))
            {
                return i;
            }
        }

        return -1;
    }
}
