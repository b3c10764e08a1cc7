using System.Collections;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Ide.Tests.Hover;

/// <summary>What an editor shows while the arguments of a layer are typed.</summary>
public sealed class SignatureHelpTests
{
    /// <summary>The constructors for argument lists of other libraries are for the compiler alone.</summary>
    [Theory]
    [InlineData("Linear($$", 1)]
    [InlineData("Embedding(100, $$", 1)]
    [InlineData("MaxPool($$", 1)]
    [InlineData("LayerNorm($$", 1)]
    [InlineData("Dropout($$", 3)]
    public async Task OnlyTheArgumentsOfTheVocabularyAreShown(string layer, int expected)
    {
        var (source, caret) = IdeProject.Caret($"[Model, Input(\"B\", 8), {layer})] public partial class Net;");
        Assert.Equal(expected, await Signatures(IdeProject.Open(source), caret));
    }

    // The service is internal to Roslyn.
    private static async Task<int> Signatures(Document document, int caret)
    {
        var assembly = Assembly.Load("Microsoft.CodeAnalysis.CSharp.Features");
        var provider = System.Activator.CreateInstance(assembly.GetTypes().Single(type => type.Name == "AttributeSignatureHelpProvider"))!;
        var method = provider.GetType()
            .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy)
            .First(candidate => candidate.Name.EndsWith("GetItemsAsync", System.StringComparison.Ordinal)
                && candidate.GetParameters().Length == 5);
        var parameters = method.GetParameters();
        var trigger = System.Activator.CreateInstance(parameters[2].ParameterType);
        var options = parameters[3].ParameterType.GetField("Default", BindingFlags.Static | BindingFlags.Public)!.GetValue(null);
        var task = (Task)method.Invoke(provider, [document, caret, trigger, options, CancellationToken.None])!;
        await task;
        object items = task.GetType().GetProperty("Result")!.GetValue(task)!;
        return ((IEnumerable)items.GetType().GetProperty("Items")!.GetValue(items)!).Cast<object>().Count();
    }
}
