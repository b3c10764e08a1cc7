using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Reflection;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Writes any attribute of the vocabulary with random arguments. It is found by reflection, so that a new kind
/// is tried without a line here.
/// </summary>
internal sealed class RandomAttribute(Random random, RandomDeclaration values)
{
    private static readonly Type[] _layers = Derived(typeof(LayerAttribute));
    private static readonly Type[] _losses = Derived(typeof(LossAttribute));

    private static readonly string[] _patterns =
        ["b t (h d) -> b h t d", "b c (h p) (w q) -> b (h w) (p q c)", "... d -> d ...", "b 1 d -> b d", "a b ->", "-> a", "a a -> a",
        "(a b -> a b", "a b) -> a b", "a -> a -> a", "... ... -> ...", "", "((a b) c) d -> a b c d", "2 a -> a",
        "é ü -> ü é", "b t d -> (b t d)"];

    private static readonly string[] _equations =
        ["bij,bjk->bik", "bqd,bkd->bqk", "...ij,...jk->...ik", "ii->i", "ij->", "ij", "i,j->ij", "->", "", ",", "i1->i", "a,b,c,d->abcd",
        "ij->ijj", "ij->k", "....->", "bij , bjk -> bik", "é->é"];

    private static readonly string[] _methods = ["Shaped", "Plain", "Missing", "forward", "", "call", "Dispose", "a b"];

    /// <summary>Every kind of layer, with arguments of the right types more often than not.</summary>
    public string Layer() => Write(_layers[random.Next(_layers.Length)]);

    /// <summary>A kind of loss.</summary>
    public string Loss() => Write(_losses[random.Next(_losses.Length)]);

    /// <summary>Adapters.</summary>
    public string Adapters() => Write(typeof(LoraAttribute<>));

    private static Type[] Derived(Type type) =>
        [.. type.Assembly.GetExportedTypes()
            .Where(other => other.IsSubclassOf(type) && !other.IsAbstract).OrderBy(other => other.Name, StringComparer.Ordinal)];

    private string Write(Type type)
    {
        ConstructorInfo[] constructors =
            [.. type.GetConstructors().Where(constructor => constructor.GetCustomAttribute<EditorBrowsableAttribute>() is null)];
        ConstructorInfo constructor = constructors[random.Next(constructors.Length)];
        List<string> arguments = [];
        foreach (ParameterInfo parameter in constructor.GetParameters())
        {
            if (parameter.HasDefaultValue && random.Next(2) == 0)
            {
                break;
            }

            if (Value(parameter.ParameterType, parameter.Name!) is { Length: > 0 } value)
            {
                arguments.Add(value);
            }
        }

        arguments.AddRange(type.GetProperties().Where(property => property.SetMethod is not null && random.Next(6) == 0)
            .Select(property => $"{property.Name} = {Named(property)}"));
        string name = type.Name.Split('`')[0][..^"Attribute".Length];
        return $"{name}{(type.IsGenericType ? $"<{values.Block()}>" : "")}({string.Join(", ", arguments)})";
    }

    // Where params may be left out, a property must be given.
    private string Named(PropertyInfo property) => property.PropertyType == typeof(string[])
        ? Pick($"new[] {{ {values.Reference()} }}", "new string[0]", "null", "new string[] { null!, \"x\" }")
        : Value(property.PropertyType, property.Name);

    private string Value(Type type, string name) => random.Next(60) == 0 ? values.Oddity()
        : type == typeof(object) ? random.Next(6) == 0 ? Array() : values.Size()
        : type == typeof(object[]) ? values.Shape()
        : type == typeof(int[]) ? Pick("0, 2, 1", "-1, -2", "0, 1", "1, 0", "", "int.MaxValue", "0, 0", "null!", "3, 2, 1, 0")
        : type == typeof(string[]) ? values.Sources()
        : type == typeof(string) ? Text(name)
        : type == typeof(bool) ? values.Flag()
        : type == typeof(double) ? values.Real()
        : type == typeof(int) || type == typeof(long) ? values.Integer()
        : type.IsEnum ? random.Next(12) == 0 ? $"({type.Name}){random.Next(-3, 99)}" : $"{type.Name}.{Pick(Enum.GetNames(type))}"
        : throw new NotSupportedException($"Say what '{name}' of type {type} may be.");

    private string Text(string name) => name switch
    {
        "pattern" => $"\"{Pick(_patterns)}\"",
        "equation" => $"\"{Pick(_equations)}\"",
        "method" or "Create" => $"\"{Pick(_methods)}\"",
        "With" => values.With(),
        "Name" => values.Name(),
        _ => values.Reference(),
    };

    private string Array() =>
        Pick("new[] { 3, 5 }", "new[] { 1, 2, 3 }", "new[] { 2 }", "new int[0]", "new object[] { 3, \"D\" }", "new object[] { null!, 2 }",
            "new[] { -1, 0 }", "new[] { int.MaxValue, int.MaxValue }", "new[] { \"D\", \"2\" }", "\"same\"", "\"valid\"", "new[] { 1.5 }");

    private string Pick(params string[] items) => items[random.Next(items.Length)];
}
