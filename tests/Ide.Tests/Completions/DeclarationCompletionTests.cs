using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Completion;
using ModelGen.Generator;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Ide.Tests.Completions;

/// <summary>What the package's own provider proposes inside the arguments of the vocabulary.</summary>
public sealed class DeclarationCompletionTests
{
    private const string Width = "Width";

    [Theory]
    [InlineData("From(nameof($$))", "mask", "tokens", "features", "later")]
    [InlineData("From(nameof(f$$))", "mask", "tokens", "features", "later")]
    [InlineData("Add(nameof($$))", "mask", "tokens", "features", "later")]
    [InlineData("MultiHeadAttention(8, Memory = nameof($$))", "mask", "tokens", "features", "later")]
    [InlineData("Block<Part>(2, Inputs = new[] { nameof($$) })", "mask", "tokens", "features", "later")]
    [InlineData("From(nameof(features), nameof($$))", "mask", "tokens", "features", "later")]
    [InlineData("From(\"$$\")", "mask", "tokens", "features", "later", "features.embedding", "features.layerNorm", "features.lstm", "features.lstm.h", "features.lstm.c", "later.relu")]
    [InlineData("From(\"features.$$\")", "embedding", "layerNorm", "lstm", "lstm.h", "lstm.c")]
    [InlineData("From(nameof(features) + \".$$\")", "embedding", "layerNorm", "lstm", "lstm.h", "lstm.c")]
    [InlineData("TiedLinear(\"$$\")", "features.embedding")]
    [InlineData("TiedLinear(\"features.e$$\")", "embedding")]
    [InlineData("TiedLinear(nameof(features) + \".$$\")", "embedding")]
    [InlineData("Linear(\"$$\")", "B", "T", "D", Width)]
    [InlineData("Linear(\"2*$$\")", "B", "T", "D", Width)]
    [InlineData("Linear(\"2*h$$\")", "B", "T", "D", Width)]
    [InlineData("Linear(\"D + D$$\")", "B", "T", "D", Width)]
    [InlineData("Conv(4, Kernel = \"$$\")", "B", "T", "D", Width)]
    [InlineData("Output(\"B\", \"$$\")", "B", "T", "D", Width)]
    [InlineData("Rearrange(\"b t (h d) -> b h t d\", With = \"h = $$\")", "B", "T", "D", Width)]
    [InlineData("Block<Part>(2, With = \"$$\")", "P", "heads", "rate")]
    [InlineData("Block<Part>(2, With = \"heads = 2, $$\")", "P", "heads", "rate")]
    [InlineData("Block<Part>(2, With = \"heads = $$\")", "B", "T", "D", Width)]
    [InlineData("Block<Part>(2, With = \"P = [D, $$]\")", "B", "T", "D", Width)]
    [InlineData("Dropout(\"$$\")", "rate")]
    [InlineData("LayerNorm(Eps = \"$$\")", "rate")]
    public async Task NamesThatFitAreOfferedAndNothingElse(string attribute, params string[] expected) =>
        Assert.Equal(expected, (await Proposals.At(Model(attribute))).Select(item => item.DisplayText));

    [Theory]
    [InlineData("Linear(4, $$)", "In", "Bias", "Init", "InitStd", "Shared", "Name", "When")]
    [InlineData("Linear(4, B$$)", "In", "Bias", "Init", "InitStd", "Shared", "Name", "When")]
    [InlineData("Linear(4, $$, Bias = false)", "In", "Init", "InitStd", "Shared", "Name", "When")]
    [InlineData("LayerNorm($$)", "Eps", "Affine", "Bias", "Name", "When")]
    public async Task PropertiesOfTheAttributeComeFirst(string attribute, params string[] expected) =>
        Assert.Equal(expected, (await Proposals.At(Model(attribute))).Select(item => item.DisplayText));

    /// <summary>There C# lists nothing but properties; each comes once.</summary>
    [Theory]
    [InlineData("Linear(4, Bias = false, $$)", "In", "Init", "InitStd", "Name", "Shared", "When")]
    [InlineData("Select(Index = -1, $$)", "Axis", "Name", "When")]
    public async Task AfterAPropertyTheRestIsOffered(string attribute, params string[] expected) =>
        Assert.Equal(expected, (await Proposals.At(Model(attribute))).Select(item => item.DisplayText));

    [Theory]
    [InlineData("Linear(\"2*$$\")", "D", "Linear(\"2*D\")")]
    [InlineData("Linear(\"2*Wi$$\")", Width, "Linear(\"2*Width\")")]
    [InlineData("TiedLinear(\"$$\")", "features.embedding", "TiedLinear(\"features.embedding\")")]
    [InlineData("TiedLinear(\"features.e$$\")", "embedding", "TiedLinear(\"features.embedding\")")]
    [InlineData("From(nameof(fe$$))", "features", "From(nameof(features))")]
    [InlineData("Linear(4, B$$)", "Bias", "Linear(4, Bias = )")]
    public async Task TakingAProposalWritesIt(string attribute, string proposal, string expected) =>
        Assert.Equal(Model(expected), await Proposals.Taken(Model(attribute), proposal));

    [Theory]
    [InlineData("Linear(\"$$\")", '"')]
    [InlineData("Linear(\"2*h$$\")", 'h')]
    [InlineData("From(nameof($$))", '(')]
    [InlineData("From(nameof(features) + \".$$\")", '.')]
    public async Task TypingOpensTheList(string attribute, char typed)
    {
        var (source, caret) = IdeProject.Caret(Model(attribute));
        Assert.NotEmpty(await Proposals.At(IdeProject.Open(source), caret, CompletionTrigger.CreateInsertionTrigger(typed)));
    }

    [Theory]
    [InlineData("Linear($$)")]
    [InlineData("Linear(4, Name = \"$$\")")]
    [InlineData("Linear(4)$$")]
    [InlineData("System.Obsolete(\"$$\")")]
    public async Task ElsewhereItIsSilent(string attribute) =>
        Assert.DoesNotContain(await Proposals.At(Model(attribute)),
            item => item.Properties.ContainsKey(DeclarationCompletionProvider.Inserted));

    [Fact]
    public async Task AChainOffersTheLayersAbove() => Assert.Equal(["embedding"], (await Proposals.At("""
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding(100, 32), LayerNorm, TiedLinear("$$"), Linear(4)]
        public partial class Net;
        """)).Select(item => item.DisplayText));

    [Fact]
    public async Task TheDescriptionTellsTheShape()
    {
        var (source, caret) = IdeProject.Caret(Model("From(nameof($$))"));
        var document = IdeProject.Open(source);
        var item = Assert.Single(await Proposals.At(document, caret, CompletionTrigger.Invoke), item => item.DisplayText == "features");
        var description = await CompletionService.GetService(document)!.GetDescriptionAsync(document, item,
            TestContext.Current.CancellationToken);
        Assert.Equal("features: (B, T, 64), 100*D + 2*D + 256*D + 16896 parameters".Split(',')[0], description!.Text.Split(',')[0]);
    }

    /// <summary>An unfinished argument or class takes nothing from the user but the proposals.</summary>
    [Theory]
    [InlineData("[Model]\npublic partial class Net\n{\n    [Linear(\"$$")]
    [InlineData("[Model, Input(\"B\", \"$$\n")]
    [InlineData("[Model, Input(\"B\", 3), TiedLinear(\"$$\")]")]
    [InlineData("[Model, Input(\"B\", 3)] public partial class { [From(nameof($$")]
    [InlineData("[Model] class Net { [Block<Missing>(2, With = \"$$\")] Stage a; }")]
    [InlineData("[Block<int>(2, With = \"$$\")] class Net;")]
    [InlineData("[Linear(, $$)] class Net;")]
    [InlineData("[Linear(\"\\u00$$\")] class Net;")]
    [InlineData("[Linear(@\"$$\")] [Model, Input(\"B\")] partial class Net;")]
    public async Task HalfTypedDeclarationsAreBorne(string source) => await Proposals.At(source);

    [Fact]
    public void ArgumentsThatNameSettingsAreKnown()
    {
        var vocabulary = typeof(ModelAttribute).Assembly;
        var members = XDocument.Load(Path.ChangeExtension(vocabulary.Location, ".xml")).Descendants("member");
        var documented = members
            .Where(member => Regex.IsMatch(member.Element("summary")?.Value ?? string.Empty, @"\bsetting\b"))
            .Select(member => member.Attribute("name")!.Value)
            .Where(name => name.StartsWith("P:", StringComparison.Ordinal))
            .Select(name => name[(name.LastIndexOf('.') + 1)..])
            .Select(name => name == "Probability" ? "probability" : name);
        Assert.Equal(documented.Distinct().Order(StringComparer.Ordinal), Offers.SettingArguments.Order(StringComparer.Ordinal));
    }

    /// <summary>The package has the provider in a folder of its own, away from the generator that it calls.</summary>
    [Fact]
    public async Task AHostLoadsItFromTheFoldersOfThePackage()
    {
        var folder = Directory.CreateTempSubdirectory("modelgen-analyzers-").FullName;
        string Copy(Assembly assembly, string where)
        {
            var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, where)).FullName, Path.GetFileName(assembly.Location));
            File.Copy(assembly.Location, path);
            return path;
        }

        string[] analyzers =
        [
            Copy(typeof(ModelGenerator).Assembly, "analyzers/dotnet/cs"),
            Copy(typeof(CodeFixes.RepairCodeFixProvider).Assembly, "analyzers/dotnet/cs"),
            Copy(typeof(DeclarationCompletionProvider).Assembly, "analyzers/dotnet/roslyn5.0/cs"),
        ];
        var (source, caret) = IdeProject.Caret(Model("TiedLinear(\"$$\")"));
        var document = IdeProject.Open([source], new CompileOptions(), analyzers, new FolderLoader());
        Assert.Equal(["features.embedding"],
            (await Proposals.At(document, caret, CompletionTrigger.Invoke)).Select(item => item.DisplayText));
    }

    private static string Model(string attribute) => $$"""
        [Model, Setting("rate", Default = 0.1)]
        public partial class Net
        {
            const int Width = 8;

            [Input("B", "T", "T", Type = DType.Bool)] Stage mask;

            [Input("B", "T", Type = DType.Int64)] Stage tokens;

            [From(nameof(tokens)), Embedding(100, "D"), LayerNorm, Lstm(64)]
            Stage features;

            [{{attribute}}]
            Stage scores;

            [From(nameof(features)), Relu]
            Stage later;
        }

        [Model, Input("B", "L", "P"), Setting("rate", Default = 0.1)]
        [MultiHeadAttention("heads", Dropout = "rate")]
        public partial class Part;
        """;

    // As Roslyn's: a context for each folder, which finds other analyzers' assemblies wherever they are registered.
    private sealed class FolderLoader : IAnalyzerAssemblyLoader
    {
        private readonly Dictionary<string, AssemblyLoadContext> _contexts = [];
        private readonly HashSet<string> _paths = [];

        public void AddDependencyLocation(string fullPath) => _paths.Add(fullPath);

        public Assembly LoadFromPath(string fullPath)
        {
            var folder = Path.GetDirectoryName(fullPath)!;
            if (!_contexts.TryGetValue(folder, out var context))
            {
                _contexts[folder] = context = new Context(folder, _paths);
            }

            return context.LoadFromAssemblyPath(fullPath);
        }

        private sealed class Context(string folder, HashSet<string> paths) : AssemblyLoadContext
        {
            protected override Assembly? Load(AssemblyName name)
            {
                var candidates = paths.Where(path => Path.GetFileNameWithoutExtension(path) == name.Name)
                    .OrderByDescending(path => Path.GetDirectoryName(path) == folder);
                return candidates.FirstOrDefault() is { } path ? LoadFromAssemblyPath(path) : null;
            }
        }
    }
}
