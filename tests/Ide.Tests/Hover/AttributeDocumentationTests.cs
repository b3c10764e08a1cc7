using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace ModelGen.Ide.Tests.Hover;

/// <summary>Every attribute says what it means, which shapes it takes and gives, and where more is told.</summary>
public sealed class AttributeDocumentationTests
{
    private static readonly Assembly Vocabulary = typeof(ModelAttribute).Assembly;

    private static readonly Dictionary<string, XElement> Members = XDocument.Load(Path.ChangeExtension(Vocabulary.Location, ".xml"))
        .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    private static IEnumerable<Type> Shown => Vocabulary.GetExportedTypes()
        .Where(type => type.IsAbstract
            || type.GetCustomAttribute<EditorBrowsableAttribute>(inherit: false) is not { State: EditorBrowsableState.Never });

    public static TheoryData<string> Attributes =>
        [.. Shown.Where(type => typeof(Attribute).IsAssignableFrom(type) && !type.IsAbstract).Select(type => type.FullName!)];

    public static TheoryData<string> Types => [.. Shown.Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void EveryMemberIsDocumented(string name)
    {
        var type = Vocabulary.GetType(name)!;
        Assert.NotEmpty(Summary($"T:{name}"));
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            Assert.NotEmpty(Summary($"P:{name}.{property.Name}"));
        }

        foreach (var value in type.IsEnum ? type.GetFields(BindingFlags.Public | BindingFlags.Static) : [])
        {
            Assert.NotEmpty(Summary($"F:{name}.{value.Name}"));
        }
    }

    [Theory]
    [MemberData(nameof(Attributes))]
    public void LayersStateTheirShapes(string name)
    {
        if (typeof(LayerAttribute).IsAssignableFrom(Vocabulary.GetType(name)))
        {
            Assert.Matches(@"\((B|\.\.\.|\d)[^()]*\)|any shape|shape to ", Summary($"T:{name}"));
        }
    }

    /// <summary>On an attribute, some editors show the documentation of the constructor and never that of the class.</summary>
    [Theory]
    [MemberData(nameof(Attributes))]
    public void EveryConstructorHasTheSummaryOfItsClass(string name)
    {
        var hidden = Vocabulary.GetType(name)!
            .GetConstructors().Where(constructor => constructor.GetCustomAttribute<EditorBrowsableAttribute>() is not null).ToList();
        var constructors = Members.Keys
            .Where(member => member.StartsWith($"M:{name}.#ctor", StringComparison.Ordinal)
                && !hidden.Any(constructor => Id(constructor) == member))
            .ToList();
        Assert.Equal(Vocabulary.GetType(name)!.GetConstructors().Length - hidden.Count, constructors.Count);
        Assert.All(constructors, constructor =>
        {
            Assert.Equal(Summary($"T:{name}"), Summary(constructor));
            Assert.Equal(Members[$"T:{name}"].Element("remarks")!.ToString(), Members[constructor].Element("remarks")!.ToString());
        });
    }

    private static string Id(ConstructorInfo constructor) =>
        $"M:{constructor.DeclaringType!.FullName}"
            + $".#ctor({string.Join(',', constructor.GetParameters().Select(parameter => parameter.ParameterType.FullName))})";

    /// <summary>Editors that show Markdown read an asterisk or an underscore outside code as emphasis, and a bracket as a link.</summary>
    [Fact]
    public void FormulasAreCode() =>
        Assert.All(Members, member => Assert.DoesNotMatch(@"[*_`\[\]^=|²√]|\w\(", TextOutsideCode(member.Value)));

    [Theory]
    [MemberData(nameof(Attributes))]
    public void DefaultsAreStated(string name)
    {
        var type = Vocabulary.GetType(name)!;
        type = type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(object)) : type;
        var constructor = type.GetConstructors().OrderBy(candidate => candidate.GetParameters().Length).First();
        var attribute = constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.ParameterType.IsArray
            ? Array.CreateInstance(parameter.ParameterType.GetElementType()!, 0)
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)]);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var value = property.GetValue(attribute);
            var text = value switch
            {
                null or false or 0.0 or 0L or long.MaxValue => string.Empty,
                true => "true",
                Init => "default",
                double number =>
                    number < 0.001 ? number.ToString("0e-0", CultureInfo.InvariantCulture) : number.ToString(CultureInfo.InvariantCulture),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            };
            Assert.Contains(text, Summary($"P:{property.DeclaringType!.Namespace}.{property.DeclaringType.Name}.{property.Name}"));
        }
    }

    [Theory]
    [MemberData(nameof(Attributes))]
    public void TheLinkLeadsToASectionThatTellsOfIt(string name)
    {
        var link = Members[$"T:{name}"].Descendants("see").Select(see => see.Attribute("href")?.Value).OfType<string>().Single();
        var page = XDocument.Load(Path.Combine(Root(), "Directory.Build.props")).Descendants("RepositoryUrl").Single().Value
            + "/blob/main/docs/vocabulary.md#";
        Assert.StartsWith(page, link);

        var sections = Regex.Split(File.ReadAllText(Path.Combine(Root(), "docs", "vocabulary.md")), "^## ", RegexOptions.Multiline);
        var section = Assert.Single(sections, section => Anchor(section.Split('\n')[0].Trim()) == link[page.Length..]);
        Assert.Matches($@"[`\[]{Regex.Replace(Vocabulary.GetType(name)!.Name, "Attribute(`1)?$", string.Empty)}\b", section);
    }

    /// <summary>Roslyn shows the class's documentation for an attribute, and remarks below.</summary>
    [Theory]
    [InlineData("Line$$ar(4)", "Linear layer y = x Wᵀ + b on the last axis: (..., in) to (..., features), as torch.nn.Linear.\n\nThe vocabulary: dense")]
    [InlineData("Linear(4, Bi$$as = false)", "Whether a bias is learned; true by default.")]
    [InlineData("Linear(4, In$$it = Init.Zeros)", "The scheme that initialises the weights, parameters with two or more axes; PyTorch's default for the layer when not given.")]
    [InlineData("Linear(4, Init = Init.Kaiming$$Normal)", "Normal distribution with He's standard deviation for ReLU (He et al. 2015).")]
    [InlineData("Re$$lu", "Rectified linear unit max(x, 0), applied element-wise to any shape, as torch.nn.ReLU.")]
    [InlineData("Mod$$el", "Makes a partial class a model")]
    [InlineData("Layer$$Norm", "Layer normalisation over the last axis: (..., D) to (..., D), as torch.nn.LayerNorm (Ba et al. 2016).")]
    [InlineData("Resi$$dual", "Residual connection: adds the tensor that the stage starts from")]
    [InlineData("Cross$$EntropyLoss", "Cross entropy of logits")]
    [InlineData("Drop$$out", "Dropout: zeroes elements at random during training")]
    [InlineData("Drop$$out(0.1)", "Dropout: zeroes elements at random during training")]
    [InlineData("Drop$$out(\"rate\")", "Dropout: zeroes elements at random during training")]
    [InlineData("Drop$$Path(0.1)", "Stochastic depth: zeroes whole items of the batch at random during training")]
    [InlineData("Bl$$ock<Part>(2)", "Another model as a layer: its first input's shape to its first output's shape.")]
    [InlineData("Block<Pa$$rt>(2)", "input   (B, D)           input of Float")]
    [InlineData("Ls$$tm(4)", "Long short-term memory (Hochreiter and Schmidhuber 1997): (B, T, in) to (B, T, directions*hidden)")]
    [InlineData("Conv(4, Ker$$nel = 3)", "The size of the kernel. Required.")]
    public async Task TheEditorShowsIt(string attribute, string expected) => Assert.Contains(expected, await QuickInfo.At($$"""
        [Model, Input("B", 3)]
        [{{attribute}}]
        public partial class Net;

        [Model, Input("B", "D"), Linear("D")]
        public partial class Part;
        """));

    private static string Summary(string member) =>
        Members.TryGetValue(member, out var element) && element.Element("summary") is { } summary
            ? Regex.Replace(string.Concat(summary.DescendantNodes().Select(node => node switch
            {
                XText text => text.Value,
                XElement see => see.Attribute("cref")?.Value.Split('.')[^1] ?? string.Empty,
                _ => string.Empty,
            })), @"\s+", " ").Trim()
            : string.Empty;

    private static string TextOutsideCode(XElement element) => string.Join(' ', element.DescendantNodes().OfType<XText>()
        .Where(text => !text.Ancestors().Any(ancestor => ancestor.Name.LocalName is "c" or "code")).Select(text => text.Value));

    private static string Anchor(string heading) => Regex.Replace(heading.ToLowerInvariant(), @"[^\w\- ]", string.Empty).Replace(' ', '-');

    private static string Root([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..");
}
