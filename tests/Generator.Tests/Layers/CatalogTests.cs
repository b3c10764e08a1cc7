using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Layers;
using Xunit;
using Xunit.v3;

namespace ModelGen.Generator.Tests;

/// <summary>The vocabulary, the catalog of kinds and their snapshots tell of the same layers and the same arguments.</summary>
public sealed class CatalogTests
{
    private static readonly Lazy<string> _generatorTests = new(() => Sources("Generator.Tests"));

    private static readonly Lazy<string> _declaredModels = new(() => Sources("Runtime.Tests"));

    private static IEnumerable<Type> Attributes => typeof(LayerAttribute).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && (type.IsSubclassOf(typeof(LayerAttribute)) || type.IsSubclassOf(typeof(LossAttribute))));

    private static IEnumerable<string> KindNames =>
        LayerCatalog.All.Select(kind => kind.Name).Concat(LossCatalog.All.Select(kind => kind.Name));

    public static TheoryData<string> Kinds => [.. KindNames];

    [Fact]
    public void EveryAttributeHasAKindAndEveryKindAnAttribute() =>
        Assert.Equal(Attributes.Select(Name).Order(), KindNames.Order());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKindHasASnapshot(string kind)
    {
        IEnumerable<MethodInfo> tests = typeof(CatalogTests).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("LayerTests", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is IFactAttribute));
        bool isTested = tests.Any(test => test.Name == kind || test.Name.StartsWith(kind + "_", StringComparison.Ordinal)
            || test.GetCustomAttributes<InlineDataAttribute>().Any(data => Regex.IsMatch((string)data.Data[0]!, $@"^{kind}\b")));
        Assert.True(isTested, $"No class of Layers/*/*LayerTests.cs has a test named {kind}, nor a row of a theory.");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKindHasADiagnosticAndANumericTest(string kind)
    {
        Assert.True(
            Regex.IsMatch(_generatorTests.Value, $@"\{{\|MG\d+:{kind}\b|\b{kind}\([^\n\]]*\{{\|MG"),
            $"No test marks a diagnostic at {kind} or at one of its arguments.");
        Assert.True(
            Regex.IsMatch(_declaredModels.Value, $@"[\[, ]{kind}(<\w+>)?[\](,]"),
            $"No model of Runtime.Tests has {kind}.");
    }

    private static IEnumerable<(string Name, IReadOnlyList<AttributeArgument> Arguments)> Declared =>
    [
        .. LayerCatalog.All.Select(kind => (kind.Name, (IReadOnlyList<AttributeArgument>)[.. kind.Arguments, .. CommonArguments.OfLayers])),
        .. LossCatalog.All.Select(kind => (kind.Name, kind.Arguments)),
        .. DeclarationArguments.All,
    ];

    public static TheoryData<string> Names => [.. Declared.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_attribute_takes_the_arguments_that_are_declared_for_it(string name) =>
        Assert.Equal(Arguments(Attribute(name)).Order(StringComparer.Ordinal),
            ArgumentsOf(name).Select(argument => argument.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_argument_has_the_default_of_its_property(string name)
    {
        object instance = Create(Attribute(name));
        foreach (AttributeArgument argument in ArgumentsOf(name).Where(argument => argument.IsProperty && argument.Default.Length > 0))
        {
            object? value = instance.GetType().GetProperty(argument.Name)!.GetValue(instance);

            // Null stands for what is not given.
            Assert.True(value is null || Written(value) == argument.Default,
                $"{name}.{argument.Name} is {value} by default, and {argument.Default} where it is read.");
        }
    }

    [Fact]
    public void Every_attribute_declares_its_arguments()
    {
        IEnumerable<string> attributes = typeof(LayerAttribute).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Attribute)) && type != typeof(ModelSignatureAttribute))
            .Select(Name);

        Assert.Equal(attributes.Order(StringComparer.Ordinal), Declared.Select(one => one.Name).Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<AttributeArgument> ArgumentsOf(string name) => Declared.Single(one => one.Name == name).Arguments;

    private static Type Attribute(string name) => typeof(LayerAttribute).Assembly.GetExportedTypes()
        .Single(type => !type.IsAbstract && type.IsSubclassOf(typeof(Attribute)) && Name(type) == name);

    private static object Create(Type attribute)
    {
        Type type = attribute.IsGenericType ? attribute.MakeGenericType(typeof(object)) : attribute;
        ConstructorInfo constructor = type.GetConstructors().Where(IsShown).MaxBy(one => one.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters()
            .Select(parameter => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)]);
    }

    // The others take arguments in the order or with the names of PyTorch and Keras, to say how they are written here.
    private static bool IsShown(MemberInfo member) => member.GetCustomAttribute<EditorBrowsableAttribute>() is null;

    private static string Written(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double number => Literals.Of(number),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [Fact]
    public void A_layer_takes_Port_exactly_if_it_has_ports()
    {
        IEnumerable<string> withPorts = LayerCatalog.All.Where(kind =>
            !kind.Ports(new AttributeUse(kind.Name, IsLayer: true, 0, default), Declaration.Failed(TypeShell.None("Model"))).IsEmpty)
            .Select(kind => kind.Name).Append("Block");
        Assert.Equal(withPorts.Order(),
            Attributes.Where(attribute => attribute.GetProperty(CommonArguments.Port.Name) is not null).Select(Name).Order());
    }

    private static string Name(Type attribute) => attribute.Name[..attribute.Name.IndexOf("Attribute", StringComparison.Ordinal)];

    // A parameter of the constructor and the property that holds it are one argument, named as the parameter.
    private static IEnumerable<string> Arguments(Type attribute)
    {
        HashSet<string> parameters = [.. attribute.GetConstructors()
            .Where(IsShown).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.Name!)];
        return attribute.GetProperties()
            .Where(property => property.DeclaringType != typeof(Attribute) && property.CanWrite && IsShown(property))
            .Select(property => property.Name)
            .Concat(parameters);
    }

    private static string Sources(string folder) =>
        string.Concat(Directory.EnumerateFiles(Document.FullPath("tests/" + folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".verified.cs", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText));
}
