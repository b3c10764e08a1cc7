using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using ModelGen.CodeFixes.Refactorings;
using Xunit;

namespace ModelGen.Ide.Tests.Refactorings;

/// <summary>
/// What surrounds the layers of a hand-written module without changing what they compute, and the files that name the module.
/// </summary>
public sealed class AcceptedModuleTests
{
    private const string Class = """
            private readonly Linear fc = Linear(8, 2);

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x) => fc.call(x);
        """;

    [Fact]
    public Task Containers_become_partial() => Verify(
        $$"""
        // Where the models are.
        internal static class Outer
        {
            class Inner
            {
                public class $$$Net : Module<Tensor, Tensor>
                {
        {{Class}}
                }
            }
        }
        """,
        """
        // Where the models are.
        internal static partial class Outer
        {
            partial class Inner
            {
                [Model]
                [Input("...", 8)]
                [Linear(2, Name = "fc")]
                public partial class Net;
            }
        }
        """);

    [Fact]
    public Task An_internal_constructor_directives_attributes_and_interfaces_are_accepted() => Verify(
        """
        [System.Obsolete("Use another.")]
        public class $$$Net : Module<Tensor, Tensor>, System.IDisposable
        {
            #region Layers
            #pragma warning disable CS0169
            private readonly Linear fc = Linear(8, 2);
            #pragma warning restore CS0169
            #endregion

            #nullable disable
            internal Net() : base("Net") => RegisterComponents();
            #nullable restore

            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """,
        """
        [System.Obsolete("Use another.")]
        [Model]
        [Input("...", 8)]
        [Linear(2, Name = "fc")]
        public partial class Net : System.IDisposable;
        """);

    [Fact]
    public Task Stored_values_that_something_reads_become_properties() => Verify(
        """
        public interface IHasWidths
        {
            int Outputs { get; }
        }

        public class $$$Net : Module<Tensor, Tensor>, IHasWidths
        {
            private readonly Linear fc1, fc2;
            private readonly int inner;
            private readonly string label;

            public Net(int hidden, string label = "none") : base("Net")
            {
                var doubled = 2 * hidden;
                Outputs = 10;
                inner = hidden;
                this.label = label;
                fc1 = Linear(8, doubled);
                fc2 = Linear(doubled, Outputs);
                RegisterComponents();
            }

            public int Outputs { get; }

            public int Twice() => 2 * inner;

            public override Tensor forward(Tensor x) => fc2.call(fc1.call(x));
        }
        """,
        """
        public interface IHasWidths
        {
            int Outputs { get; }
        }

        [Model]
        [Input("...", 8)]
        [Linear("2*hidden", Name = "fc1")]
        [Linear(10, Name = "fc2")]
        public partial class Net : IHasWidths
        {
            private int inner => (int)_hidden;

            public int Outputs => 10;

            public int Twice() => 2 * inner;
        }
        """);

    [Fact]
    public Task Parameters_of_floating_point_are_settings() => Verify(
        """
        public class $$$Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc;
            private readonly LayerNorm norm;
            private readonly Dropout drop;

            public Net(int width, double rate, double eps = 1e-6, Device? device = null, ScalarType? dtype = null) : base("Net")
            {
                fc = Linear(width, width, device: device, dtype: dtype);
                norm = LayerNorm(width, eps: eps, device: device, dtype: dtype);
                drop = Dropout(rate);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => drop.call(norm.call(fc.call(x)));
        }
        """,
        """
        [Model]
        [Input("...", "width")]
        [Setting("rate")]
        [Setting("eps", Default = 1E-06)]
        [Linear("width", Name = "fc")]
        [LayerNorm(Eps = "eps", Name = "norm"), Dropout("rate")]
        public partial class Net;
        """);

    /// <summary>Arguments for parameters that nothing is made of go with the parameters.</summary>
    [Fact]
    public Task Unused_parameters_go_from_the_callers() => Verify(
        """
        public class $$$Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc;

            public Net(string name, int width, bool unused, int other) : base(name)
            {
                fc = Linear(width, 2);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => fc.call(x);
        }

        public static class User
        {
            public static Net Create() => new("one", 8, true, 3);
        }
        """,
        """
        [Model]
        [Input("...", "width")]
        [Linear(2, Name = "fc")]
        public partial class Net;

        public static class User
        {
            public static Net Create() => new(8);
        }
        """);

    [Fact]
    public async Task A_file_that_uses_all_static_members_of_TorchSharp_still_compiles()
    {
        var (title, document) = await Offer(
            $$"""
            public class Net : Module<Tensor, Tensor>
            {
            {{Class}}
            }

            public static class Training
            {
                public static Tensor Loss(Tensor x, Tensor y) => functional.nll_loss(x, y, reduction: Reduction.Sum);
            }
            """,
            "");
        Assert.Equal(DeclareModuleRefactoring.Title, title);
        Assert.StartsWith("using ModelGen;\n", (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        Assert.DoesNotContain(await IdeProject.Diagnostics(document), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public async Task A_name_that_the_new_using_makes_ambiguous_is_the_reason_to_refuse()
    {
        var (title, _) = await Offer(
            $$"""
            public class Net : Module<Tensor, Tensor>
            {
            {{Class}}
            }

            public static class User
            {
                public static readonly Activation Chosen = Activation.Steep;
            }
            """,
            "namespace Own { public enum Activation { Steep } }");
        Assert.Equal($"{DeclareModuleRefactoring.Refusal}the change would cause CS0104, "
            + "'Activation' is an ambiguous reference between 'Own.Activation' and 'ModelGen.Activation'", title);
    }

    // In a project without a global using of ModelGen.
    private static async Task<(string Title, Document Document)> Offer(string source, string other)
    {
        var marked = (Refactor.Usings + (other.Length == 0 ? string.Empty : "using Own;\n") + source).Replace("class Net", "class $$Net");
        var (text, caret) = IdeProject.Caret(marked);
        var document = IdeProject.Open(text, other);
        var usings = document.Project.Documents.Single(one => one.Name == "Usings.cs");
        document = document.Project.RemoveDocument(usings.Id).GetDocument(document.Id)!;
        var action = Assert.Single(await Refactor.Offered(new DeclareModuleRefactoring(), document, caret));
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        return (action.Title, operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!);
    }

    private static async Task Verify(string marked, string expected) =>
        await Refactor.Verify(new DeclareModuleRefactoring(), Refactor.Usings + marked.Replace("$$$", "$$"), Refactor.Usings + expected);
}
