using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// The models of the zoo while they are typed, with parts of them written twice, and with hostile names, as
/// <see cref="ManyFiles"/> requires it.
/// </summary>
public sealed class HalfTypedModelsTests
{
    private static readonly bool _isComplete = Environment.GetEnvironmentVariable("FUZZ_ALL") is { Length: > 0 };

    private static readonly string[] _names =
    [
        "", "_", "__", "@class", "@var", "@namespace", "record", "var", "file", "required", "await", "dynamic", "nameof", "global", "1a",
        "a-b", "é", "e\u0301", "层", "\\u0041b", "\\u0061", "a\u200db", "\ud835\udcb3", "\0", "a\0b",
        "Architecture", "Summary", "Diagram", "Loss", "Step", "NewState", "Initialize", "forward", "call", "device", "dtype", "training",
        "name", "input", "output", "_linear", "Dispose", "RegisterComponents", "register_module", "internal_params",
        "TorchSharp", "ModelGen", "System", "torch", "nn", "Tensor", "Module", "Device", "ScalarType", "Parameter", "Linear", "Dropout",
        "Modules", "Stage", "Model", "Input", "Item1", "Object", "ToString", "GetHashCode", "Equals",
        new('x', 500), new('x', 3000),
    ];

    private static readonly string[] _texts =
    [
        "\"\"", "\"\\0\"", "\"a\\nb\"", "\"\\ud800\"", "@\"a\nb\"", "\"\"\"raw\"\"\"", "null!", "\"D\"u8", $"\"{new string('(', 2000)}\"",
        $"\"{new string('D', 5000)}\"", "$\"{1}\"", "nameof(nameof)", "nameof(TorchSharp)",
        "\"device\"", "\"class\"", "\"@class\"", "\"\\u0041b\"", "\"é\"", "\"training\"", "\"TorchSharp\"", "\"B.last\"", "\"forward\"",
    ];

    // What no model of the zoo has: several fields in one declaration, members of every kind, own methods and modules, adapters, settings.
    private static readonly ZooFile _others = new("Others.cs", "using System;\nusing TorchSharp;\nusing static TorchSharp.torch;\n",
    [
        """
        [Model, Dim("D", Default = 8, MultipleOf = 2), Setting("rate", Default = 0.1), Obsolete("No more.")]
        public partial class Kinds : IDisposable
        {
            private const int Width = 4, Depth = 2 * Width;
            [Input("B", "T", "D")] Stage left, right;
            [From(nameof(left), nameof(right)), Concat(Axis = -1), Linear("2*D"), Relu, Dropout("rate")] Stage a;
            [Linear(Width + Depth, Init = Init.Orthogonal, Bias = false), LayerNorm, Output("B", "T", 12)] Stage b, c;
            [From("a"), Apply(nameof(Doubled)), Module<Scale>("B", "T", "2*D", Create = nameof(Make)), Output] Stage @class;
            public event EventHandler? Changed, Moved;
            public TorchSharp.Modules.Parameter gain = null!;
            public int Number { get; set; } = Depth;
            public Kinds(int n) : this(D: 8L) => Number = n;
            partial void Initialize() { }
            static Scale Make(int n = 3) => new();
            [return: Shape("B", "T", "2*D")] static Tensor Doubled([Shape("B", "T", "2*D")] Tensor x) => x * 2;
            public int this[int i] => i;
            public static Kinds operator +(Kinds x, Kinds y) => x;
            ~Kinds() { }
            private enum Mode { One, Two = 2 }
            private delegate int Count(string text);
        }

        """,
        """
        public sealed class Scale : nn.Module<Tensor, Tensor> { public Scale() : base("scale") { } public override Tensor forward(Tensor x) => x; }

        """,
        """
        [Lora<Plain>(2, Targets = new[] { "linear", "linear2" }, Alpha = 4, Dropout = 0.1)]
        public partial class Adapted { partial void Initialize() { } }

        """,
        """
        [Model, Input("B", "T", Type = DType.Int64), Embedding(9, 8), Block<Plain>(2, With = "hidden = 16"), TiedLinear("embedding"), CrossEntropyLoss(LabelSmoothing = 0.1)]
        public partial class Scores<T, @event> where T : class { const long N = 3; }

        """,
        """
        [Model]
        [Input("B", "T", "D")]
        [Linear("hidden"), Relu]
        [Linear("D")]
        public partial class Plain;

        """,
        """
        public static partial class Outer { public partial class Inner<U> { [Model, Input("B", 5, 3), Block<Plain>(With = "hidden = 4"), Output("B", 5, 3)] internal partial class Net { } } }

        """,
    ]);

    [Theory]
    [InlineData(HalfTyped.Rest.Nothing)]
    [InlineData(HalfTyped.Rest.ClosingBrackets)]
    [InlineData(HalfTyped.Rest.LaterLines)]
    public Task EveryPrefix(HalfTyped.Rest rest) => ManyFiles.Verify(
        $"prefixes ({rest})",
        Models().SelectMany(model => Enumerable.Range(1, model.Text.Length - 1)
            .Where(length => _isComplete || length % 61 == 0)
            .Select(length => model with { Text = HalfTyped.At(model.Text, length, rest) })),
        rest == HalfTyped.Rest.Nothing ? ["MG0002", "MG0003", "MG0022"] : []);

    [Fact]
    public Task RepeatedParts() => ManyFiles.Verify("files with repeated parts", Mutated(seed: 1, Repeat));

    [Fact]
    public Task HostileNames() => ManyFiles.Verify("files with hostile names", Mutated(seed: 2, Rename));

    private static IEnumerable<FuzzedFile> Models() =>
        ZooProject.WholeFiles.Append(_others).SelectMany(file => file.Models.Select(model => new FuzzedFile(file, model)));

    private static IEnumerable<FuzzedFile> Mutated(int seed, Func<Random, CompilationUnitSyntax, string> mutate)
    {
        Random random = new(seed);
        foreach (FuzzedFile model in Models())
        {
            CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(model.Text).GetCompilationUnitRoot();
            for (int i = 0; i < (_isComplete ? 200 : 10); i++)
            {
                yield return model with { Text = mutate(random, root) };
            }
        }
    }

    // An attribute, a list of them, a member or a whole class.
    private static string Repeat(Random random, CompilationUnitSyntax root)
    {
        SyntaxNode[] parts =
            [.. root.DescendantNodes().Where(node => node is AttributeSyntax or AttributeListSyntax or MemberDeclarationSyntax)];
        SyntaxNode part = parts[random.Next(parts.Length)];
        string separator = part is AttributeSyntax ? ", "
            : part is FieldDeclarationSyntax && random.Next(2) == 0 ? "\nconst int N = 1; const int N = 2; const long D = 3;\n"
            : "\n";
        return root.ToFullString().Insert(part.Span.End, separator + part);
    }

    // One identifier or text, there or everywhere.
    private static string Rename(Random random, CompilationUnitSyntax root)
    {
        SyntaxToken[] tokens = [.. root.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) || token.IsKind(SyntaxKind.StringLiteralToken))];
        SyntaxToken old = tokens[random.Next(tokens.Length)];
        string[] choices = old.IsKind(SyntaxKind.IdentifierToken) ? _names : _texts;
        string name = choices[random.Next(choices.Length)];
        bool everywhere = random.Next(2) == 0;
        StringBuilder text = new();
        foreach (SyntaxToken token in root.DescendantTokens())
        {
            text.Append(token.LeadingTrivia.ToFullString())
                .Append(token == old || (everywhere && token.Text == old.Text) ? name : token.Text)
                .Append(token.TrailingTrivia.ToFullString());
        }

        return text.ToString();
    }
}
