using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What every version of the compiler must do alike; each is run once a version by <see cref="RoslynTests"/>.</summary>
internal static class RoslynChecks
{
    // What the zoo lacks: a generic and nested class, constants, guards in the constructor, a loss with weights, every escape hatch.
    private const string _corners = """
        using System;
        using TorchSharp;
        using static TorchSharp.torch;

        namespace Corners;

        public partial class Outer<T>
        {
            /// <summary>In a generic class.</summary>
            [Model, CrossEntropyLoss(Weights = nameof(ClassWeights))]
            [Dim("D", Default = 8, MultipleOf = "heads")]
            public partial class Net
            {
                const int Classes = 3;
                /// <summary>How much each class counts.</summary>
                public Tensor ClassWeights = ones(3);
                [Input("B", "T", "D")] Stage x;
                [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;
                [From(nameof(x)), MultiHeadAttention("heads", KeyPaddingMask = nameof(padding)), Dropout, Residual, LayerNorm] Stage attended;
                [Lstm(4), Select(Axis = 1, Index = -1), Linear(Classes)] Stage logits;
            }
        }

        /// <summary>Escape hatches.</summary>
        [Model, Input("B", 8)]
        [Module<Doubling>("B", 8), Apply(nameof(Shift)), Reshape("B", 2, 4)]
        public partial class Escaping
        {
            [return: Shape("B", "n")]
            static Tensor Shift([Shape("B", "n")] Tensor x) => x + 1;
        }

        /// <summary>A module by hand.</summary>
        public sealed class Doubling() : torch.nn.Module<Tensor, Tensor>(nameof(Doubling))
        {
            /// <inheritdoc/>
            public override Tensor forward(Tensor x) => 2 * x;
        }
        """;

    private static readonly string[] _project = [.. ZooProject.Files(ZooProject.ModelsPerCopy), _corners];

    /// <summary>The version that is really running.</summary>
    public static string RunningVersion() => typeof(CSharpCompilation).Assembly.GetName().Version!.ToString(3);

    /// <summary>The newest C# of this compiler.</summary>
    public static string NewestLanguage() => LanguageVersion.Latest.MapSpecifiedToEffectiveVersion().ToDisplayString();

    /// <summary>Everything that is generated, file after file.</summary>
    public static string Generated()
    {
        StringBuilder text = new();
        foreach ((string hint, string source) in Compile.Run(_project).Sources.OrderBy(source => source.Key, StringComparer.Ordinal))
        {
            text.Append("//HintName: ").Append(hint).Append('\n').Append(source);
        }

        return text.ToString();
    }

    /// <summary>Compiles in each C# from 11 to the newest without a warning, and gives their names.</summary>
    public static string[] CompilesWithoutWarnings()
    {
        LanguageVersion[] languages =
        [
            .. Enum.GetValues<LanguageVersion>().Where(version => version >= LanguageVersion.CSharp11
                && version <= LanguageVersion.Latest.MapSpecifiedToEffectiveVersion()),
        ];

        // A primary constructor is C# 12, and only of the test.
        Compile.Run(_corners).AssertCompilesWithoutWarnings([.. languages.Where(version => version >= LanguageVersion.CSharp12)]);
        Compile.Run(_project[..^1]).AssertCompilesWithoutWarnings(languages);
        return [.. languages.Select(version => version.ToDisplayString())];
    }

    /// <summary>
    /// Mistakes in different kinds of place: a named argument, the class, a part of a string, an item of an array, a
    /// stage's layer, another stage's name.
    /// </summary>
    public static async Task<int> ReportsMistakes()
    {
        string[] mistakes =
        [
            "[Model, Input(\"B\", 3), Linear(4, In = {|MG0102:5|})] public partial class Net;",
            "[Model, Input(\"B\", 3), Linear(4)] public class {|MG0001:Closed|};",
            "[Model, Input(\"B\", \"T {|MG0010:T|}\"), Linear(4)] public partial class Net;",
            "[Model, Input(new object[] { \"B\", \"T{|MG0010:!|}\" }), Linear(3)] public partial class Net;",
            "[Model, Input(\"B\", 4)] public partial class Net { [Linear(3), {|MG0106:Residual|}] Stage a; }",
            "[Model, Input(\"B\", 4)] public partial class Net { [Linear(3)] Stage hidden; "
                + "[From({|MG0007:\"hiden\"|}), Linear(4)] Stage y; }",
        ];
        foreach (string mistake in mistakes)
        {
            await Diagnostics.Verify(mistake);
        }

        return mistakes.Length;
    }

    /// <summary>How many models an edit plans again: one elsewhere, one of a model, and one of a block that five others use.</summary>
    public static int[] PlannedAgain()
    {
        string[] files =
            [.. ZooProject.UsersOfOneBlock(5), .. ZooProject.Files(ZooProject.ModelsPerCopy), "class Unrelated { int _value = 1; }"];
        Incremental elsewhere = Incremental.Run(files, Edit.Replace("_value = 1", "_value = 2"));
        elsewhere.AssertNothingRecomputedAfter(TrackingNames.Parse);
        return
        [
            Modified(elsewhere),
            Modified(Incremental.Run(files, Edit.Replace("[Linear(120), Tanh", "[Linear(121), Tanh"))),
            Modified(Incremental.Run(files, Edit.Replace("FeedForward(\"hidden\"", "FeedForward(\"2*hidden\"", file: 5))),
        ];
    }

    private static int Modified(Incremental run) =>
        run.Reasons(TrackingNames.Write).Count(reason => reason == IncrementalStepRunReason.Modified);
}
