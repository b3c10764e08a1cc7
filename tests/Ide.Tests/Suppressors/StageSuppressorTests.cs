using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Suppressors;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Ide.Tests.Suppressors;

/// <summary>What is said of stages is silenced, and the same said of any other field is not.</summary>
public sealed class StageSuppressorTests
{
    // The IDE's own analyzers, as far as their rules are suppressed.
    private static readonly ImmutableArray<DiagnosticAnalyzer> _ide =
    [
        .. new[] { "Microsoft.CodeAnalysis.Features", "Microsoft.CodeAnalysis.CSharp.Features" }
            .SelectMany(assembly => Assembly.Load(assembly).GetTypes())
            .Where(type => !type.IsAbstract
                && type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && type.GetConstructor(Type.EmptyTypes) is not null)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
            .Where(analyzer => Supports(analyzer)),
    ];

    // The compiler's own are said by the compiler, below.
    public static TheoryData<string> Suppressed =>
        [.. Suppressions.All.Keys.Where(id => !id.StartsWith("CS", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private const string Declaration = """
        #pragma warning disable CS0169, CS0414, CS0649, CS8618
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8), Relu] Stage first;
            [Linear(8), Relu] public Stage Second;
            [Linear(8), Relu] protected internal Stage third, fourth;
            [Linear(4)] private readonly Stage fifth;

            object spare;
            public Stage? Property { get; set; }
        }

        public class Other
        {
            Stage stage;
        }
        """;

    [Theory]
    [MemberData(nameof(Suppressed))]
    public async Task OnlyOnStagesOfModels(string id)
    {
        // Whatever is said of every field.
        var said = await Run(Declaration, [new EveryField(id)]);
        Assert.Equal(
            ["Property: False", "Second: True", "fifth: True", "first: True", "fourth: True",
                "spare: False", "stage: False", "third: True"],
            said.Where(diagnostic => diagnostic.Id == id)
                .Select(diagnostic => $"{TextOf(diagnostic)}: {diagnostic.IsSuppressed}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TheCompilerOnAModelThatIsNoneYet()
    {
        // As the generator writes no part of it, nothing assigns its stages.
        var said = (await Run("""
            [Model, Input("B", 8)]
            public class Net
            {
                [Linear(8)] Stage first;
                [Linear(8)] internal Stage second;
                [Linear(8)] Stage third = null!;
                object spare;
                object idle = null!;
            }
            """, [])).Where(diagnostic => diagnostic.Id is "CS0169" or "CS0414" or "CS0649" or "CS8618").ToList();
        Assert.Equal(["first", "second", "third"], said.Where(diagnostic => diagnostic.IsSuppressed).Select(TextOf).Distinct().Order());
        Assert.Equal(["idle", "spare"], said.Where(diagnostic => !diagnostic.IsSuppressed).Select(TextOf).Distinct().Order());
        Assert.Equal(
            ["first CS0169", "first CS8618", "second CS0649", "second CS8618", "third CS0414"],
            said.Where(diagnostic => diagnostic.IsSuppressed).Select(diagnostic => $"{TextOf(diagnostic)} {diagnostic.Id}").Order());
    }

    [Fact]
    public async Task TheCompilerAtAConstructor()
    {
        var said = (await Run("""
            [Model, Input("B", 8)]
            public class Net
            {
                [Linear(8)] Stage first;
                object spare;

                public Net()
                {
                }
            }
            """, [])).Where(diagnostic => diagnostic.Id == "CS8618").ToList();
        Assert.Equal(2, said.Count);
        Assert.All(said,
            diagnostic => Assert.Equal(diagnostic.GetMessage().Contains("'first'", StringComparison.Ordinal), diagnostic.IsSuppressed));
    }

    [Theory]
    [InlineData("IDE0040")]
    [InlineData("IDE0044")]
    [InlineData("IDE0051")]
    [InlineData("IDE1006")]
    public async Task TheIdesOwnRules(string id)
    {
        // Without the generated part the stages look unused.
        const string source = """
            [Model, Input("B", 8)]
            public class Net
            {
                [Linear(8)] Stage first;

                int spare = 1;
            }
            """;
        const string config = """
            [*.cs]
            dotnet_naming_rule.fields.severity = warning
            dotnet_naming_rule.fields.symbols = fields
            dotnet_naming_rule.fields.style = underscore
            dotnet_naming_symbols.fields.applicable_kinds = field
            dotnet_naming_symbols.fields.applicable_accessibilities = *
            dotnet_naming_style.underscore.required_prefix = _
            dotnet_naming_style.underscore.capitalization = camel_case
            dotnet_style_require_accessibility_modifiers = always:warning
            dotnet_style_readonly_field = true:warning
            dotnet_diagnostic.IDE0051.severity = warning
            """;
        var said = (await Run(source, _ide, config)).Where(diagnostic => diagnostic.Id == id).ToList();
        Assert.Equal(["first: True", "spare: False"],
            said.Select(diagnostic => $"{TextOf(diagnostic)}: {diagnostic.IsSuppressed}").Order());
    }

    private static bool Supports(DiagnosticAnalyzer analyzer) =>
        analyzer.SupportedDiagnostics.Any(descriptor => Suppressions.All.ContainsKey(descriptor.Id));

    private static string TextOf(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    // Compiled as an IDE sees it, suppressed diagnostics included.
    private static async Task<ImmutableArray<Diagnostic>> Run(
        string source, ImmutableArray<DiagnosticAnalyzer> analyzers, string? config = null)
    {
        var document = IdeProject.Open([source], new() { EditorConfig = config });
        var compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        CompilationWithAnalyzersOptions options = new(
            document.Project.AnalyzerOptions,
            onAnalyzerException: (exception, _, _) => throw exception,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: true);
        return await compilation.WithAnalyzers([new StageSuppressor(), .. analyzers], options)
            .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Says something of every field and property.</summary>
#pragma warning disable RS1001, RS1017 // It is no analyzer to be found, and stands for many.
    private sealed class EveryField(string id) : DiagnosticAnalyzer
    {
        private readonly DiagnosticDescriptor _descriptor = new(
            id, "Rule", "Rule", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_descriptor];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSymbolAction(
                symbol =>
                {
                    if (!symbol.Symbol.IsImplicitlyDeclared
                        && symbol.Symbol.Locations[0].SourceTree!.FilePath.EndsWith("Model.cs", StringComparison.Ordinal))
                    {
                        symbol.ReportDiagnostic(Diagnostic.Create(_descriptor, symbol.Symbol.Locations[0]));
                    }
                },
                SymbolKind.Field,
                SymbolKind.Property);
        }
    }
}
