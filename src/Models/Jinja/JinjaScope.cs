using System;
using System.Collections.Generic;
using System.Text;

namespace ModelGen.Models.Jinja;

/// <summary>The variables that an expression sees, and the text that is written.</summary>
internal sealed class JinjaScope
{
    // A template writes the messages and little more. A hostile one could write without end.
    private const int LongestText = 50_000_000;
    private const int MostSteps = 2_000_000;

    private readonly JinjaScope? _outer;
    private readonly Dictionary<string, object?> _variables = new(StringComparer.Ordinal);
    private readonly Progress _progress;

    public JinjaScope(IReadOnlyDictionary<string, object?> variables)
    {
        _progress = new();
        foreach (var (name, value) in variables)
        {
            _variables[name] = value;
        }
    }

    private JinjaScope(JinjaScope outer) => (_outer, _progress) = (outer, outer._progress);

    /// <summary>The text written so far.</summary>
    public string Text => _progress.Text.ToString();

    /// <summary>Takes the text written so far away.</summary>
    public string TakeText()
    {
        var text = _progress.Text.ToString();
        _progress.Text.Clear();
        return text;
    }

    /// <summary>A scope for the body of a loop, whose variables end with it.</summary>
    public JinjaScope Inner() => new(this);

    public object? Get(string name)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            if (scope._variables.TryGetValue(name, out var value))
            {
                return value;
            }
        }

        return new JinjaUndefined(name);
    }

    public void Set(string name, object? value) => _variables[name] = value;

    /// <exception cref="JinjaException">The text becomes too long.</exception>
    public void Write(string text, int line)
    {
        if (_progress.Text.Length + (long)text.Length > LongestText)
        {
            throw new JinjaException($"the template writes more than {LongestText:N0} characters", line);
        }

        _progress.Text.Append(text);
    }

    /// <exception cref="JinjaException">The template has taken too many steps.</exception>
    public void Step(int line)
    {
        if (++_progress.Steps > MostSteps)
        {
            throw new JinjaException($"the template takes more than {MostSteps:N0} steps", line);
        }
    }

    private sealed class Progress
    {
        public StringBuilder Text { get; } = new();

        public int Steps { get; set; }
    }
}
