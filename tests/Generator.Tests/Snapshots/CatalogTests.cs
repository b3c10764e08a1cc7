using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using Xunit;
using Xunit.v3;

namespace ModelGen.Generator.Tests;

/// <summary>The vocabulary, the catalog of kinds and their snapshots tell of the same layers and the same arguments.</summary>
public sealed class CatalogTests
{
    private static readonly string[] _everyLayers = ["Name", "When", "Shared", "Init", "InitStd", LayerKind.Port];

    private static readonly Lazy<string> _generatorTests = new(() => Sources("Generator.Tests"));

    private static readonly Lazy<string> _declaredModels = new(() => Sources("Runtime.Tests/Declared"));

    private static IEnumerable<Type> Attributes => typeof(LayerAttribute).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && (type.IsSubclassOf(typeof(LayerAttribute)) || type.IsSubclassOf(typeof(LossAttribute))));

    private static IEnumerable<(string Name, Type Kind, IEnumerable<string> Tensors)> Kinds =>
        LayerCatalog.All.Select(kind => (kind.Name, kind.GetType(), kind.TensorArguments.AsEnumerable()))
            .Concat(LossCatalog.All.Select(kind => (kind.Name, kind.GetType(), Enumerable.Empty<string>())));

    public static TheoryData<string> Names => [.. Kinds.Select(kind => kind.Name)];

    [Fact]
    public void EveryAttributeHasAKindAndEveryKindAnAttribute() =>
        Assert.Equal(Attributes.Select(Name).Order(), Kinds.Select(kind => kind.Name).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryKindHasASnapshot(string kind)
    {
        IEnumerable<MethodInfo> tests = typeof(LayerTests).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith(nameof(LayerTests), StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is IFactAttribute));
        bool isTested = tests.Any(test => test.Name == kind || test.Name.StartsWith(kind + "_", StringComparison.Ordinal)
            || test.GetCustomAttributes<InlineDataAttribute>().Any(data => Regex.IsMatch((string)data.Data[0]!, $@"^{kind}\b")));
        Assert.True(isTested, $"No class of LayerTests has a test named {kind}, nor a row of a theory.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryKindHasADiagnosticAndANumericTest(string kind)
    {
        Assert.True(
            Regex.IsMatch(_generatorTests.Value, $@"\{{\|MG\d+:{kind}\b|\b{kind}\([^\n\]]*\{{\|MG"),
            $"No test marks a diagnostic at {kind} or at one of its arguments.");
        Assert.True(
            Regex.IsMatch(_declaredModels.Value, $@"[\[, ]{kind}(<\w+>)?[\](,]"),
            $"No model of Runtime.Tests has {kind}.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AKindReadsTheArgumentsOfItsAttribute(string kind)
    {
        (_, Type type, IEnumerable<string> tensors) = Kinds.Single(one => one.Name == kind);
        HashSet<string> arguments = [.. Arguments(Attributes.Single(attribute => Name(attribute) == kind))];
        string source = File.ReadAllText(LayerFiles().Single(file => Path.GetFileName(file) == type.Name + ".cs"));
        string shared = string.Concat(LayerFiles()
            .Where(file => !file.EndsWith("Kind.cs", StringComparison.Ordinal))
            .Append(Document.FullPath("src/Generator/Bind/SymbolTable.cs"))
            .Select(File.ReadAllText));
        HashSet<string> quoted = [.. Regex.Matches(source + shared, "\"(\\w+)\"").Select(match => match.Groups[1].Value)];
        Assert.Subset(quoted, arguments);
        Assert.Subset(arguments, tensors.ToHashSet());

        // What a family reads is an argument of one of its attributes.
        HashSet<string> family = [.. Kinds.Where(one => one.Kind == type).SelectMany(one => Arguments(Attributes.Single(attribute => Name(attribute) == one.Name)))];
        HashSet<string> read = [.. Regex.Matches(source, "\\.(?:Dimension|Has|Flag|Choice|Integer|AtLeast|Probability|Positive|PositiveNumber|Share|Activation|Setting|Real|PerAxis|Axis|Tensor|Tensors|Find|At)\\(\"(\\w+)\"").Select(match => match.Groups[1].Value)];
        Assert.Subset(family, read);
    }

    [Fact]
    public void A_layer_takes_Port_exactly_if_it_has_ports()
    {
        IEnumerable<string> withPorts = LayerCatalog.All.Where(kind => !kind.Ports(new AttributeUse(kind.Name, IsLayer: true, 0, default), Declaration.Failed(TypeShell.None("Model"))).IsEmpty).Select(kind => kind.Name).Append("Block");
        Assert.Equal(withPorts.Order(), Attributes.Where(attribute => attribute.GetProperty(LayerKind.Port) is not null).Select(Name).Order());
    }

    private static string Name(Type attribute) => attribute.Name[..attribute.Name.IndexOf("Attribute", StringComparison.Ordinal)];

    // A parameter of the constructor and the property that holds it are one argument, named as the parameter.
    private static IEnumerable<string> Arguments(Type attribute)
    {
        HashSet<string> parameters = [.. attribute.GetConstructors().Where(constructor => constructor.GetCustomAttribute<EditorBrowsableAttribute>() is null).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.Name!)];
        return attribute.GetProperties().Where(property => property.DeclaringType != typeof(Attribute) && property.CanWrite).Select(property => property.Name)
            .Except(_everyLayers)
            .Concat(parameters);
    }

    private static string Sources(string folder) =>
        string.Concat(Directory.EnumerateFiles(Document.FullPath("tests/" + folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".verified.cs", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText));

    private static IEnumerable<string> LayerFiles() => Directory.EnumerateFiles(Document.FullPath("src/Generator/Layers"), "*.cs", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Document.FullPath("src/Generator/Kinds"), "*.cs"));
}
