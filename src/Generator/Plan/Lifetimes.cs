using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Plan;

/// <summary>Which local owns each tensor of the forward pass, when it is last read, and which may be overwritten.</summary>
internal sealed class Lifetimes
{
    // Stands for the memory of inputs, and for other memory that a caller or a module may hold.
    private const int Foreign = -1;
    private const int Never = -1;

    private static readonly int[] OnlyForeign = [Foreign];

    private readonly IReadOnlyList<Value> _values;
    private readonly IReadOnlyList<Step> _steps;
    private readonly HashSet<int> _results;

    // By tensor: the step that defines it and the one that reads it last, or Never.
    private readonly int[] _definition;
    private readonly int[] _lastUse;

    // By tensor: the tensors whose memory it may share, and the tensors that may share its memory.
    private readonly int[]?[] _memory;
    private readonly List<int>?[] _sharers;

    public Lifetimes(IReadOnlyList<Value> values, IReadOnlyList<Step> steps, IEnumerable<Value> results)
    {
        _values = values;
        _steps = steps;
        _results = new HashSet<int>(results.Select(value => value.Id));
        _definition = new int[values.Count];
        _lastUse = new int[values.Count];
        _memory = new int[]?[values.Count];
        _sharers = new List<int>?[values.Count];
        for (var id = 0; id < values.Count; id++)
        {
            _definition[id] = _lastUse[id] = Never;
        }

        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var id in steps[i].Code.Values)
            {
                _lastUse[id] = i;
            }

            foreach (var value in steps[i].Outputs)
            {
                _definition[value.Id] = i;
                FindMemory(value, steps[i]);
            }
        }
    }

    /// <summary>Whether the step may overwrite the tensor that it would consume. The steps must be queried in order.</summary>
    public bool MayConsume(int index)
    {
        var step = _steps[index];
        if (step.Consuming is null
            || step.Consumed is not { } consumed || !DiesAt(consumed.Id, index) || !IsReadOnce(step.Code, consumed.Id))
        {
            return false;
        }

        return !IsReadThroughAnother(consumed.Id, index);
    }

    // Whether another tensor that shares the memory may be read after the step.
    private bool IsReadThroughAnother(int id, int index)
    {
        foreach (var owner in Memory(id))
        {
            if (owner == Foreign)
            {
                return true;
            }

            foreach (var other in SharersBefore(owner, index))
            {
                if (other != id && !IsDeadBefore(other, index))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The tensors to dispose after a step: read for the last time, or defined there and never read.</summary>
    public IEnumerable<Value> DeadAfter(int index, bool isConsumed)
    {
        var step = _steps[index];
        foreach (var id in step.Code.Values.Length < 2 ? step.Code.Values : step.Code.Values.Distinct())
        {
            var value = _values[id];
            if (_definition[id] != Never && DiesAt(id, index) && !(isConsumed && value == step.Consumed))
            {
                yield return value;
            }
        }

        foreach (var value in step.Outputs)
        {
            if (!_results.Contains(value.Id) && _lastUse[value.Id] == Never)
            {
                yield return value;
            }
        }
    }

    private static bool IsReadOnce(Code code, int id)
    {
        var count = 0;
        foreach (var value in code.Values)
        {
            count += value == id ? 1 : 0;
        }

        return count == 1;
    }

    private bool DiesAt(int id, int index) => _lastUse[id] == index && !_results.Contains(id);

    private bool IsDeadBefore(int id, int index) => _lastUse[id] < index && !_results.Contains(id);

    private int[] Memory(int id) => _memory[id] ?? OnlyForeign;

    // In the order of their definition. Tensors that are no longer read are remembered, so that a long chain of views is followed only
    // once.
    private IEnumerable<int> SharersBefore(int owner, int index)
    {
        if (_sharers[owner] is not { } sharers)
        {
            return [];
        }

        var dead = 0;
        while (dead < sharers.Count && IsDeadBefore(sharers[dead], index) && _definition[sharers[dead]] < index)
        {
            dead++;
        }

        sharers.RemoveRange(0, dead);
        return sharers.TakeWhile(other => _definition[other] < index);
    }

    // A tensor has memory of its own, or that of the one it is a view of; what a block or a user's method returns may
    // also be any of its arguments.
    private void FindMemory(Value value, Step step)
    {
        var memory = value.AliasOf is { } source ? Memory(source.Id) : [value.Id];
        if (value.MayBeForeign)
        {
            memory = memory.Append(Foreign).Concat(step.Code.Values.SelectMany(Memory)).Distinct().ToArray();
        }

        _memory[value.Id] = memory;
        foreach (var owner in memory)
        {
            if (owner != Foreign)
            {
                (_sharers[owner] ??= new List<int>()).Add(value.Id);
            }
        }
    }
}
