using System;
using System.Runtime.CompilerServices;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Caching;

/// <summary>
/// One value per declaration object, computed when it is first asked for. It lives as long as the declaration, which users of the
/// declaration and Roslyn's own tables keep.
/// </summary>
/// <param name="isOn">Whether anything is kept.</param>
internal sealed class PerDeclaration<T>(bool isOn)
    where T : class
{
    private readonly ConditionalWeakTable<Declaration, T> _values = new();

    public T Get(Declaration declaration, Func<Declaration, T> compute)
    {
        if (!isOn)
        {
            return compute(declaration);
        }

        // Of two threads that compute it at once, one gives its value to both.
        return _values.TryGetValue(declaration, out var value) ? value : _values.GetValue(declaration, key => compute(key));
    }
}
