using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ModelGen.Generator.Bind;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>A step gives an immutable value to the next one.</summary>
public sealed class BoundModelTests
{
    /// <summary>The types of the generator that a bound model consists of, without the kinds, which are shared by all models.</summary>
    public static TheoryData<string> Types => [.. Reachable(typeof(BoundModel)).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_bound_model_cannot_be_changed(string name)
    {
        IEnumerable<FieldInfo> fields = Fields(typeof(BoundModel).Assembly.GetType(name)!);

        Assert.Empty(fields.Where(field => !field.IsInitOnly || IsMutable(field.FieldType)).Select(field => $"{name}.{field.Name}"));
    }

    private static HashSet<Type> Reachable(Type root)
    {
        HashSet<Type> types = [];
        Stack<Type> left = new([root]);
        while (left.TryPop(out Type? type))
        {
            foreach (Type part in type.IsGenericType ? type.GetGenericArguments() : type.IsArray ? [type.GetElementType()!] : [])
            {
                left.Push(part);
            }

            if (type.Assembly == root.Assembly && !type.IsEnum && !type.IsGenericType
                && type.Namespace is "ModelGen.Generator.Bind" or "ModelGen.Generator.Symbols"
                && type.Name is not (nameof(LayerDescription) or nameof(LossDescription)) && types.Add(type))
            {
                foreach (FieldInfo field in Fields(type))
                {
                    left.Push(field.FieldType);
                }
            }
        }

        return types;
    }

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    private static bool IsMutable(Type type) => type.IsClass && typeof(IEnumerable).IsAssignableFrom(type) && type != typeof(string);
}
