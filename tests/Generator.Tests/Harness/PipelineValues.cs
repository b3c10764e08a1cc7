using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Looks into every value that the generator's steps pass on. What belongs to a compilation keeps it alive and never
/// equals that of the next keystroke; a default <see cref="ImmutableArray{T}"/> throws when compared.
/// </summary>
internal static class PipelineValues
{
    /// <summary>Fails if a value of any own step, named or not, holds a compilation's object or a default array.</summary>
    public static void AssertSelfContained(GeneratorDriver driver)
    {
        List<string> found = [];
        int values = 0;
        foreach (IncrementalGeneratorRunStep step in StepGraph.Of(driver).Pipeline)
        {
            for (int i = 0; i < step.Outputs.Length; i++, values++)
            {
                found.AddRange(Forbidden(step.Outputs[i].Value).Select(path => $"  {step.Name ?? "(unnamed step)"}[{i}]{path}"));
            }
        }

        Assert.True(values > 0, "No step has a value: the test would prove nothing.");
        Assert.True(found.Count == 0, "Pipeline values hold what they must not:\n" + string.Join('\n', found));
    }

    /// <summary>
    /// Where, as seen from <paramref name="root"/>, something forbidden is held: <c>.Layers[2].Location (SourceLocation)</c>.
    /// </summary>
    public static IReadOnlyList<string> Forbidden(object? root)
    {
        List<string> found = [];
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<(object? Value, Path? Path)> pending = new([(root, null)]);
        while (pending.TryPop(out (object? Value, Path? Path) next))
        {
            (object? value, Path? path) = next;
            if (value is null or string or Type or Assembly or MemberInfo or Pointer or SourceText)
            {
                continue;
            }

            Type type = value.GetType();
            if (value is ISymbol
                or SyntaxNode or SyntaxTree or SyntaxReference or Compilation or SemanticModel or Location or Diagnostic or IOperation)
            {
                found.Add($"{path} ({type.Name})");
            }
            else if (IsDefaultImmutableArray(value, type))
            {
                found.Add($"{path} (default {type.Name})");
            }
            else if (type.IsPrimitive || type.IsEnum || (!type.IsValueType && !seen.Add(value)))
            {
                continue;
            }
            else if (value is Delegate function)
            {
                foreach (Delegate one in function.GetInvocationList())
                {
                    pending.Push((one.Target, new(path, ".Target")));
                }
            }
            else if (value is Array || IsEquatableArray(type))
            {
                int index = 0;
                foreach (object? element in (IEnumerable)value)
                {
                    pending.Push((element, new(path, $"[{index++}]")));
                }
            }
            else
            {
                foreach (FieldInfo field in Fields(type))
                {
                    pending.Push((field.GetValue(value), new(path, Member(type, field))));
                }
            }
        }

        return found;
    }

    private static bool IsDefaultImmutableArray(object value, Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) && Fields(type).Single().GetValue(value) is null;

    // Its default is the empty array, which compares and enumerates as any other.
    private static bool IsEquatableArray(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>);

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (Type? level = type; level is not null; level = level.BaseType)
        {
            foreach (FieldInfo field in level.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike)
                {
                    yield return field;
                }
            }
        }
    }

    // "<Name>k__BackingField" is Name to the reader, and an immutable array's inner array is the array itself.
    private static string Member(Type type, FieldInfo field) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? ""
        : field.Name is ['<', .. var rest] && rest.IndexOf('>') is > 0 and var end ? "." + rest[..end]
        : "." + field.Name;

    /// <summary>Linked, for a text each would make a deep value's cost quadratic.</summary>
    private sealed record Path(Path? Parent, string Member)
    {
        public override string ToString()
        {
            Stack<string> members = new();
            for (Path? part = this; part is not null; part = part.Parent)
            {
                members.Push(part.Member);
            }

            return string.Concat(members);
        }
    }
}
