using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Caching;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// What is kept changes no result: with and without caches the same files are generated and the same mistakes are reported.
/// <see cref="EditedProjectTests"/> compares both after edits.
/// </summary>
public sealed class CachesTests
{
    /// <summary>A generator and an analyzer that compute everything whenever it is asked for.</summary>
    internal static CompileOptions WithoutCaches { get; } =
        new() { Tools = new Tools(new ModelGenerator(Caches.Off), new ModelAnalyzer(Caches.Off)) };

    [Fact]
    public Task The_models_of_the_zoo_are_the_same() => AreTheSame([.. ZooProject.Files(ZooProject.ModelsPerCopy)]);

    [Fact]
    public Task Many_users_of_one_block_are_the_same() => AreTheSame([.. ZooProject.UsersOfOneBlock(50), .. ZooProject.Files(50)]);

    [Fact]
    public async Task Programs_with_and_without_mistakes_are_the_same()
    {
        string[] programs = [.. FaultTests.Programs];
        Assert.True(programs.Length > 100, $"Only {programs.Length} programs were compared.");
        foreach (string program in programs)
        {
            await AreTheSame([program]);
        }
    }

    [Fact]
    public void Only_the_shared_caches_keep_anything()
    {
        INamedTypeSymbol type =
            Compile.Project(["[Model, Input(\"B\", 3), Linear(4)] public partial class Net;"]).GetTypeByMetadataName("Net")!;
        Declaration declaration = Caches.Off.Parse(type, new SilentSink(), TestContext.Current.CancellationToken);

        Assert.Same(Caches.Shared.InferSilently(declaration), Caches.Shared.InferSilently(declaration));
        Assert.Same(Caches.Shared.SignatureOf(declaration), Caches.Shared.SignatureOf(declaration));
        Assert.NotSame(Caches.Off.InferSilently(declaration), Caches.Off.InferSilently(declaration));
        Assert.NotSame(Caches.Off.SignatureOf(declaration), Caches.Off.SignatureOf(declaration));
        Assert.Equal(Caches.Shared.SignatureOf(declaration), Caches.Off.SignatureOf(declaration));
    }

    private static async Task AreTheSame(string[] sources)
    {
        GeneratorRun with = Compile.Run(sources);
        GeneratorRun without = Compile.Run(sources, WithoutCaches);
        Assert.Equal(without.Sources.Keys.Order(), with.Sources.Keys.Order());
        Assert.All(without.Sources, source => Assert.Equal(source.Value, with.Sources[source.Key]));
        Assert.Equal(await Reported(sources, WithoutCaches), await Reported(sources, new()));
    }

    private static async Task<IEnumerable<string>> Reported(string[] sources, CompileOptions options)
    {
        ImmutableArray<Diagnostic> diagnostics = await Diagnostics.Of(sources, options);
        return diagnostics.Select(DiagnosticText.Describe);
    }
}
