using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Numerics;

namespace ModelGen.Pickles;

/// <summary>
/// Reads a pickle as data. A pickle is a program for a stack machine, which in Python can call any function. This machine has no function
/// to call: a name becomes a <see cref="PickleName"/>, a call becomes a <see cref="PickleCall"/>, and a name that is not in the list of
/// the caller ends the reading.
/// </summary>
/// <remarks>
/// Values are <c>null</c>, <see cref="bool"/>, <see cref="long"/>, <see cref="BigInteger"/>, <see cref="double"/>, <see cref="string"/>,
/// byte arrays, <c>object?[]</c> for tuples, <c>List&lt;object?&gt;</c> for lists and sets, and the types of this namespace. Values may be
/// shared and lists and dictionaries may contain themselves, so a reader must not follow them without a limit. The machine itself does not
/// recurse.
/// </remarks>
internal sealed class PickleReader
{
    // A state dict pushes about 25 values per tensor. The limit bounds the memory for a hostile file.
    private const int MostValues = 1 << 22;

    private const string OrderedDict = "collections.OrderedDict";

    private readonly PickleBytes _bytes;
    private readonly IReadOnlySet<string> _names;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<ulong, object?> _memo = [];
    private readonly List<PickleReference> _references = [];
    private int _pushed;

    private PickleReader(PickleBytes bytes, IReadOnlySet<string> names) => (_bytes, _names) = (bytes, names);

    /// <summary>Reads the pickle at the position of the bytes, up to and including its last opcode.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="names">The names that may occur. The pickle is refused at the first other one.</param>
    /// <returns>The value, and all references to data outside of the pickle.</returns>
    /// <exception cref="PickleException">The pickle is damaged, or contains another name.</exception>
    public static (object? Value, IReadOnlyList<PickleReference> References) Read(PickleBytes bytes, IReadOnlySet<string> names)
    {
        var reader = new PickleReader(bytes, names);
        while (true)
        {
            var at = bytes.Position;
            var opcode = (PickleOpcode)bytes.Next();
            if (opcode == PickleOpcode.Stop)
            {
                return (reader.Pop(), reader._references);
            }

            if (!reader.Literal(opcode) && !reader.Container(opcode) && !reader.Machine(opcode))
            {
                throw new PickleException($"it has the opcode 0x{(byte)opcode:X2} at byte {at}, which data does not need");
            }
        }
    }

    private bool Literal(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None:
                return Push(null);
            case PickleOpcode.NewTrue:
                return Push(true);
            case PickleOpcode.NewFalse:
                return Push(false);
            case PickleOpcode.BinInt:
                return Push((long)(int)_bytes.Unsigned(4));
            case PickleOpcode.BinInt1:
                return Push((long)_bytes.Unsigned(1));
            case PickleOpcode.BinInt2:
                return Push((long)_bytes.Unsigned(2));
            case PickleOpcode.Long1:
                return Push(Integer(_bytes.Take(_bytes.Unsigned(1))));
            case PickleOpcode.Long4:
                return Push(Integer(_bytes.Take(_bytes.Unsigned(4))));
            case PickleOpcode.BinFloat:
                return Push(BinaryPrimitives.ReadDoubleBigEndian(_bytes.Take(8)));
            case PickleOpcode.ShortBinString or PickleOpcode.ShortBinUnicode:
                return Push(_bytes.Text(_bytes.Unsigned(1)));
            case PickleOpcode.BinString or PickleOpcode.BinUnicode:
                return Push(_bytes.Text(_bytes.Unsigned(4)));
            case PickleOpcode.BinUnicode8:
                return Push(_bytes.Text(_bytes.Unsigned(8)));
            case PickleOpcode.ShortBinBytes:
                return Push(_bytes.Take(_bytes.Unsigned(1)));
            case PickleOpcode.BinBytes:
                return Push(_bytes.Take(_bytes.Unsigned(4)));
            case PickleOpcode.BinBytes8:
                return Push(_bytes.Take(_bytes.Unsigned(8)));
            default:
                return false;
        }
    }

    private bool Container(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.EmptyTuple:
                return Push(Array.Empty<object?>());
            case PickleOpcode.Tuple1:
                return Push(Last(1));
            case PickleOpcode.Tuple2:
                return Push(Last(2));
            case PickleOpcode.Tuple3:
                return Push(Last(3));
            case PickleOpcode.Tuple:
                return Push(Marked());
            case PickleOpcode.EmptyList or PickleOpcode.EmptySet:
                return Push(new List<object?>());
            case PickleOpcode.List or PickleOpcode.FrozenSet:
                return Push(new List<object?>(Marked()));
            case PickleOpcode.EmptyDict:
                return Push(new PickleDict());
            case PickleOpcode.Dict:
                var items = Marked();
                Push(new PickleDict());
                return Set(items);
            case PickleOpcode.Append:
                return Add(Last(1));
            case PickleOpcode.Appends or PickleOpcode.AddItems:
                return Add(Marked());
            case PickleOpcode.SetItem:
                return Set(Last(2));
            case PickleOpcode.SetItems:
                return Set(Marked());
            default:
                return false;
        }
    }

    private bool Machine(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                return _bytes.Unsigned(1) <= 5;
            case PickleOpcode.Frame:
                _bytes.Unsigned(8);
                return true;
            case PickleOpcode.Mark:
                Count(1);
                _marks.Push(_stack.Count);
                return true;
            case PickleOpcode.Pop:
                Pop();
                return true;
            case PickleOpcode.PopMark:
                Marked();
                return true;
            case PickleOpcode.Dup:
                return Push(Top());
            case PickleOpcode.BinPut:
                return Remember(_bytes.Unsigned(1));
            case PickleOpcode.LongBinPut:
                return Remember(_bytes.Unsigned(4));
            case PickleOpcode.Memoize:
                return Remember((ulong)_memo.Count);
            case PickleOpcode.BinGet:
                return Recall(_bytes.Unsigned(1));
            case PickleOpcode.LongBinGet:
                return Recall(_bytes.Unsigned(4));
            case PickleOpcode.Global:
                return Name(_bytes.Line(), _bytes.Line());
            case PickleOpcode.StackGlobal:
                var parts = Last(2);
                return parts is [string module, string name] ? Name(module, name) : throw Misplaced("a name");
            case PickleOpcode.BinPersId:
                var reference = new PickleReference(Pop());
                _references.Add(reference);
                return Push(reference);
            case PickleOpcode.Reduce or PickleOpcode.NewObj:
                return Call(Last(2));
            case PickleOpcode.Build:
                // The attributes of an object, such as the versions of modules in the _metadata of a state dict.
                Last(1);
                Top();
                return true;
            default:
                return false;
        }
    }

    private bool Name(string module, string name)
    {
        var full = $"{module}.{name}";
        return _names.Contains(full)
            ? Push(new PickleName(full))
            : throw new PickleException("it contains a name that is not allowed", full);
    }

    private bool Call(object?[] call)
    {
        if (call is not [PickleName function, object?[] arguments])
        {
            throw Misplaced("a call");
        }

        if (function.Name != OrderedDict)
        {
            return Push(new PickleCall(function, arguments));
        }

        var dict = new PickleDict();
        if (arguments is [List<object?> pairs])
        {
            Count(pairs.Count);
            foreach (var pair in pairs)
            {
                dict.Pairs.Add(pair switch
                {
                    object?[] and [var key, var value] => (key, value),
                    List<object?> { Count: 2 } list => (list[0], list[1]),
                    _ => throw Misplaced("a pair of a dictionary"),
                });
            }
        }
        else if (arguments.Length > 0)
        {
            throw Misplaced("a dictionary");
        }

        return Push(dict);
    }

    private bool Add(object?[] items)
    {
        if (Top() is not List<object?> list)
        {
            throw Misplaced("a list");
        }

        list.AddRange(items);
        return true;
    }

    private bool Set(object?[] items)
    {
        if (Top() is not PickleDict dict || items.Length % 2 != 0)
        {
            throw Misplaced("a dictionary");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            dict.Pairs.Add((items[i], items[i + 1]));
        }

        return true;
    }

    private bool Remember(ulong index)
    {
        _memo[index] = Top();
        return true;
    }

    private bool Recall(ulong index)
        => _memo.TryGetValue(index, out var value)
            ? Push(value)
            : throw new PickleException($"it refers to value {index}, which it does not define, before byte {_bytes.Position}");

    private bool Push(object? value)
    {
        Count(1);
        _stack.Add(value);
        return true;
    }

    private void Count(int values)
    {
        _pushed += values;
        if (_pushed > MostValues)
        {
            throw new PickleException($"it has more than {MostValues} values");
        }
    }

    private object? Top()
        => _stack.Count > (_marks.Count == 0 ? 0 : _marks.Peek()) ? _stack[^1] : throw Misplaced("an operand");

    private object? Pop()
    {
        var top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object?[] Last(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--)
        {
            values[i] = Pop();
        }

        return values;
    }

    private object?[] Marked()
    {
        if (_marks.Count == 0)
        {
            throw Misplaced("a mark");
        }

        var start = _marks.Pop();
        var values = _stack.GetRange(start, _stack.Count - start).ToArray();
        _stack.RemoveRange(start, values.Length);
        return values;
    }

    // A signed integer, the lowest byte first.
    private static object Integer(byte[] bytes)
    {
        var value = new BigInteger(bytes);
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private PickleException Misplaced(string what) => new($"{what} is missing or of another kind before byte {_bytes.Position}");
}
