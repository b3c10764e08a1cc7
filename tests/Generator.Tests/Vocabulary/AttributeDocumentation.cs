using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ModelGen.Generator.Tests.Vocabulary;

/// <summary>The documentation of an attribute and of its arguments, as Markdown.</summary>
/// <param name="type">The attribute.</param>
internal sealed class AttributeDocumentation(Type type)
{
    private static readonly Dictionary<string, XElement> _members = XDocument
        .Load(Path.ChangeExtension(typeof(ModelAttribute).Assembly.Location, ".xml"), System.Xml.Linq.LoadOptions.PreserveWhitespace)
        .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>The name of the attribute, with its type parameter: <c>Block&lt;T&gt;</c>.</summary>
    public string Name => type.IsGenericType ? $"{Kind}<T>" : Kind;

    private string Kind => type.Name[..type.Name.IndexOf("Attribute", StringComparison.Ordinal)];

    /// <summary>The section of docs/vocabulary.md that the documentation links to, such as <c>recurrent</c>.</summary>
    public string Section => Member($"T:{type.FullName}").Descendants("see")
        .Select(see => see.Attribute("href")?.Value.Split('#') is [_, { } anchor] ? anchor : null).OfType<string>().Single();

    /// <summary>The forms of the attribute, one per constructor: <c>Block&lt;T&gt;</c>, <c>Block&lt;T&gt;(count)</c>.</summary>
    public IEnumerable<string> Forms => Constructors
        .OrderBy(constructor => constructor.GetParameters().Length)
        .Select(constructor => constructor.GetParameters() is { Length: > 0 } parameters
            ? $"{Name}({string.Join(", ", parameters.Select(Written))})"
            : Name)
        .Distinct();

    public string Summary => Markdown(Member($"T:{type.FullName}").Element("summary"));

    /// <summary>The documentation of the constructor's parameters, then that of the properties, by name.</summary>
    public string Argument(string name) => char.IsUpper(name[0])
        ? Markdown(Member($"P:{Property(name).DeclaringType!.FullName}.{name}").Element("summary"))
        : Markdown(Parameters(name).FirstOrDefault());

    /// <summary>The values of an argument that is a member of an enumeration; empty for others.</summary>
    public IReadOnlyList<string> Choices(string name) => TypeOf(name) is { IsEnum: true } choices ? Enum.GetNames(choices) : [];

    /// <summary>Whether a constructor can be called without an argument.</summary>
    public bool IsRequired(string name) => !char.IsUpper(name[0]) && Constructors.All(constructor => constructor.GetParameters()
        .Any(parameter => parameter.Name == name && !parameter.IsOptional && parameter.GetCustomAttribute<ParamArrayAttribute>() is null));

    // The other constructors accept the argument lists of other libraries.
    private IEnumerable<ConstructorInfo> Constructors =>
        type.GetConstructors().Where(constructor => constructor.GetCustomAttribute<EditorBrowsableAttribute>() is null);

    private static string Written(ParameterInfo parameter) =>
        parameter.Name + (parameter.GetCustomAttribute<ParamArrayAttribute>() is null ? string.Empty : "…");

    private Type? TypeOf(string name) => char.IsUpper(name[0])
        ? Property(name).PropertyType
        : Constructors.SelectMany(constructor => constructor.GetParameters()).FirstOrDefault(one => one.Name == name)?.ParameterType;

    private PropertyInfo Property(string name) => type.GetProperty(name) ?? throw new InvalidOperationException($"no {type.Name}.{name}");

    // The documentation of a primary constructor is that of the class.
    private IEnumerable<XElement> Parameters(string name) => _members
        .Where(member => member.Key == $"T:{type.FullName}" || member.Key.StartsWith($"M:{type.FullName}.#ctor", StringComparison.Ordinal))
        .SelectMany(member => member.Value.Elements("param")).Where(param => param.Attribute("name")!.Value == name);

    private static XElement Member(string id) => _members.TryGetValue(id, out XElement? member)
        ? member
        : throw new InvalidOperationException($"{id} has no documentation.");

    private static string Markdown(XElement? element) => element is null
        ? string.Empty
        : Regex.Replace(string.Concat(element.Nodes().Select(Markdown)), @"\s+", " ").Trim().Replace("|", @"\|", StringComparison.Ordinal);

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see when see.Attribute("href") is { } link => $"[{see.Value}]({link.Value})",
        XElement { Name.LocalName: "see" } see => Code((see.Attribute("cref") ?? see.Attribute("langword"))!.Value),
        XElement { Name.LocalName: "paramref" } parameter => $"`{parameter.Attribute("name")!.Value}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => string.Concat(other.Nodes().Select(Markdown)),
        _ => string.Empty,
    };

    // P:ModelGen.ConvAttribute.Kernel, F:ModelGen.Init.Normal, T:ModelGen.InputAttribute.
    private static string Code(string id)
    {
        string[] parts = id.Split(':')[^1].Split('.');
        string name = id.StartsWith("F:", StringComparison.Ordinal) ? $"{parts[^2]}.{parts[^1]}" : parts[^1];
        return $"`{Regex.Replace(name, "Attribute(`1)?$", string.Empty)}`";
    }
}
