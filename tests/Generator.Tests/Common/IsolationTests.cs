using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// A failure of the tool itself stays within the declaration that it occurred in, and MG0026 reports it there. The failures are injected.
/// </summary>
[Collection(nameof(Isolation))]
public sealed class IsolationTests
{
    private static readonly string[] _project =
    [
        "[Model, Input(\"B\", \"D\"), Linear(\"hidden\"), Relu, Linear(\"D\")] public partial class Faulty;",
        "[Model, Input(\"B\", 8), Linear(4)] public partial class Sound;",
        "[Model, Input(\"B\", 8), Block<Sound>, Relu] public partial class UserOfSound;",
        "[Model, Input(\"B\", 8), Block<Faulty>, Linear(4)] public partial class UserOfFaulty;",
    ];

    [Theory]
    [InlineData("Read")]
    [InlineData("Infer")]
    [InlineData("Layer")]
    [InlineData("Write")]
    [InlineData("Write, WriteSurface")]
    [InlineData("Locate")]
    public async Task AFailureIsReportedOnItsClassAlone(string steps)
    {
        Isolation.Step[] failing = [.. steps.Split(", ").Select(Enum.Parse<Isolation.Step>)];

        // What is remembered of a declaration outlives a test, so each has a class of its own.
        string name = "Faulty" + steps.Replace(", ", "", StringComparison.Ordinal);
        string[] project = [.. _project.Select(source => source.Replace("Faulty", name, StringComparison.Ordinal))];
        IReadOnlyDictionary<string, string> sound = Compile.Run(_project).Sources;
        Fault injected = new(name, failing);
        using (injected)
        {
            GeneratorRun run = Compile.Run(project);
            Assert.Equal(sound["Sound.g.cs"], run.Sources["Sound.g.cs"]);
            Assert.Equal(sound["UserOfSound.g.cs"], run.Sources["UserOfSound.g.cs"]);

            var diagnostics = await run.Output.WithAnalyzers([new ModelAnalyzer()])
                .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
            Diagnostic[] reported = [.. diagnostics.Where(diagnostic => !diagnostic.Id.StartsWith("CS", StringComparison.Ordinal))];
            Assert.All(reported, diagnostic => Assert.Equal("MG0026", diagnostic.Id));
            Assert.All(reported,
                diagnostic => Assert.EndsWith("Model.cs", diagnostic.Location.SourceTree!.FilePath, StringComparison.Ordinal));
            Assert.Single(reported);
            Assert.StartsWith("ModelGen itself failed on ", reported[0].GetMessage(), StringComparison.Ordinal);
            Assert.Contains("InvalidOperationException", reported[0].GetMessage(), StringComparison.Ordinal);
            Assert.Contains(InternalErrors.Injected, reported[0].GetMessage(), StringComparison.Ordinal);
            Assert.True(injected.Occurred);
        }
    }

    [Fact]
    public void AClassKeepsItsMembersWhenItsCodeCannotBeWritten()
    {
        using (new Fault("Surfaced", [Isolation.Step.Write]))
        {
            GeneratorRun run = Compile.Run([
                "[Model, Input(\"B\", \"D\"), Linear(\"hidden\"), MseLoss] public partial class Surfaced;",
                "class Program { static object Main2(TorchSharp.torch.Tensor x) { var net = new Surfaced(hidden: 4, D: 8); "
                    + "return net.Loss(net.call(x), net.forward(x)); } }"]);
            Assert.Empty(run.Output.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            Assert.Contains("has errors", run.Sources["Surfaced.g.cs"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void CancellationIsNoFailure() => Assert.Throws<OperationCanceledException>(
        () => Isolation.Try(Isolation.Step.Read, "Cancelled", () => throw new OperationCanceledException(), _ => 0));

    /// <summary>Makes steps fail for one class while it exists.</summary>
    internal sealed class Fault : IDisposable
    {
        private volatile bool _occurred;

        public Fault(string className, Isolation.Step[] steps) => Isolation.Fault = (step, name) =>
        {
            if (name == className && steps.Contains(step))
            {
                _occurred = true;
                throw new InvalidOperationException(InternalErrors.Injected);
            }
        };

        public bool Occurred => _occurred;

        public void Dispose() => Isolation.Fault = null;
    }
}

/// <summary>The tests that inject failures run one after another.</summary>
[CollectionDefinition(nameof(Isolation))]
public sealed class IsolationCollection;
