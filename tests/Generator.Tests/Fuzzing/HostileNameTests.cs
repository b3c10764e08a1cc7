using System;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Names and members of the user's that generated code could collide with: it compiles, or a diagnostic says why it cannot.
/// </summary>
public sealed class HostileNameTests
{
    private const string Silent = "CS0612";

    [Theory]
    [InlineData("Architecture")]
    [InlineData("Summary")]
    [InlineData("Initialize")]
    [InlineData("forward")]
    [InlineData("call")]
    public Task A_model_named_like_a_generated_member_is_reported(string name) => Diagnostics.Verify(
        $$"""[Model, Input("B", 3), Linear(4)] public partial class {|MG0016:{{name}}|};""",
        new CompileOptions { NoWarn = ["CS8981"] },
        $"A model cannot be called '{name}', since its generated part declares a member of that name: "
            + $"give the class another name, such as '{char.ToUpperInvariant(name[0])}{name[1..]}Model'.");

    [Theory]
    [InlineData("Architecture", "TArchitecture")]
    [InlineData("forward", "TForward")]
    public Task A_type_parameter_named_like_a_generated_member_is_reported(string name, string better) => Diagnostics.Verify(
        $$"""[Model, Input("B", 3), Linear(4)] public partial class {|MG0016:Net|}<{{name}}>;""",
        new CompileOptions { NoWarn = ["CS8981"] },
        $"A type parameter of a model cannot be called '{name}', since the generated part of 'Net' declares a member of that name: "
            + $"give it another name, such as '{better}'.");

    [Theory]
    [InlineData("Loss")]
    [InlineData("LossOf")]
    [InlineData("LossAndOutputs")]
    [InlineData("Batch")]
    public async Task A_member_of_training_is_a_name_unless_the_model_has_a_loss(string name)
    {
        Compile.Run($$"""[Model, Input("B", 3), Linear(4)] public partial class {{name}};""").AssertCompilesWithoutWarnings();
        await Diagnostics.Verify(
            $$"""[Model, Input("B", 3), Linear(4), MseLoss] public partial class {|MG0016:{{name}}|};""",
            $"A model cannot be called '{name}', since its generated part declares a member of that name: "
            + "give the class another name, such as "
            + $"'{name}Model'.");
    }

    [Theory]
    [InlineData("public sealed class {|MG0016:Batch|} { }")]
    [InlineData("public int {|MG0016:LossOf|};")]
    [InlineData("public void {|MG0016:LossOf|}(TorchSharp.torch.Tensor output, TorchSharp.torch.Tensor target) { }")]
    public Task A_member_named_like_one_of_training_is_reported(string member) => Diagnostics.Verify(
        $$"""[Model, Input("B", 3), Linear(4), MseLoss] public partial class Net { {{member}} }""");

    [Fact]
    public void Inputs_named_like_members_of_the_batch_compile() => Compile.Run(
        """
        [Model, MseLoss]
        public partial class Net<Input>
        {
            [Input("B", "T", 8)] Stage count;
            [Input("B", "T", 8)] Stage x;
            [Input("B", "T", 8)] Stage X;
            [Input("B", "T", 8)] Stage @to;
            [Input("B", "T", Type = DType.Bool, Optional = true)] Stage tensors;
            [Input("B", "T", 8)] Stage batch;
            [From(nameof(x)), Add(nameof(X)), Add(nameof(count)), Add(nameof(@to)), Add(nameof(batch))]
            [MultiHeadAttention(2, KeyPaddingMask = nameof(tensors))] Stage outputs;
        }
        """).AssertCompilesWithoutWarnings();

    [Theory]
    [InlineData("Step")]
    [InlineData("NewState")]
    public async Task A_block_named_like_a_member_of_decoding_is_reported_where_it_is_decoded(string name)
    {
        string block = $$"""[Model, Input("B", "T", "D"), MultiHeadAttention(2, Causal = true), Residual] public partial class {{name}};""";
        Compile.Run(block).AssertCompilesWithoutWarnings();
        await Diagnostics.Verify(
            block + $$"""

            [Model, Autoregressive, Input("B", "T", Type = DType.Int64), Embedding(9, 8), {|MG0402:Block<{{name}}>(2)|}, Linear(9)] public partial class Net;
            """);
    }

    [Fact]
    public async Task A_type_that_hides_a_namespace_or_var_is_reported()
    {
        const string Model = """[Model, Input("B", 3), Linear(4)] public partial class {|MG0023:Net|}""";
        await Diagnostics.Verify(Model + " { }\npublic static class TorchSharp { }");
        await Diagnostics.Verify(Model + "<@var> { }");
        await Diagnostics.Verify(Model + " { private sealed class @var { } }");
    }

    [Fact]
    public Task A_type_of_that_name_in_another_namespace_is_not_reported() => Diagnostics.Verify(
        """
        namespace Other { public static class TorchSharp { } public static class System { } }
        namespace Mine { [Model, Input("B", 3), Linear(4)] public partial class Net; }
        """);

    [Theory]
    [InlineData("public bool training;")]
    [InlineData("public void register_module(string name, Stage stage) { }")]
    [InlineData("private int _deviceType;")]
    [InlineData("public static int Architecture(int x) => x;")]
    [InlineData("private partial void Initialize() { }")]
    [InlineData("public TorchSharp.torch.Tensor call(TorchSharp.torch.Tensor x) => x;")]
    public async Task A_member_that_the_generated_part_declares_or_uses_is_reported(string member)
    {
        var diagnostics = await Diagnostics.Of([$$"""[Model, Input("B", 3), Linear(4)] public partial class Net { {{member}} }"""], new());
        Assert.Contains(diagnostics, diagnostic => diagnostic.Id == "MG0016");
    }

    [Fact]
    public Task An_override_of_a_member_that_the_generated_part_uses_is_not_reported() => Diagnostics.Verify(
        """[Model, Input("B", 3), Linear(4)] public partial class Net { public override void train(bool on = true) => base.train(on); }""");

    [Fact]
    public void A_field_of_a_layer_avoids_the_names_of_the_class_and_of_torch()
    {
        Compile.Run("""[Model, Input("B", 3), Linear(4), Relu] public partial class _linear<_linear2>;""").AssertCompilesWithoutWarnings();
        Compile.Run("""[Model, Input("B", 3), Linear(4, Name = "internal_params"), Linear(4, Name = "deviceType")] public partial class Net;""").AssertCompilesWithoutWarnings();
    }

    [Theory]
    [InlineData("abstract partial class Layer", "", "is abstract: remove 'abstract'")]
    [InlineData("partial class Layer", "public required int Number { get; init; }", "has members that are 'required', which its constructor does not set: remove 'required'")]
    public Task A_block_that_cannot_be_created_is_reported(string header, string member, string reason) => Diagnostics.Verify(
        $$"""
        [Model, Input("B", "D"), Linear("D")] public {{header}} { {{member}} }
        [Model, Input("B", 3), {|MG0015:Block<Layer>|}] public partial class Net;
        [{|MG0015:Lora<Layer>(1, Targets = new[] { "linear" })|}] public partial class Adapted;
        """,
        $"No Layer can be created as a block, since it {reason}.",
        $"No Layer can be created for adapters, since it {reason}.");

    [Theory]
    [InlineData("static Scale Make(int n) => new();", "'Make' takes parameters, but is called without arguments: write a method without parameters that returns Scale, static Scale Make().")]
    [InlineData("static void Make() { }", "'Make' returns nothing: write a method without parameters that returns Scale, static Scale Make().")]
    [InlineData("static object Make() => new Scale();", "'Make' returns object: write a method without parameters that returns Scale, static Scale Make().")]
    [InlineData("static Scale? Make() => null;", "'Make' may return null: write a method without parameters that returns Scale, static Scale Make().")]
    [InlineData("static Scale Make<T>() => new();", "'Make' is generic, but is called without type arguments: write a method without parameters that returns Scale, static Scale Make().")]
    public Task A_method_that_cannot_create_a_module_is_reported(string method, string message) => Diagnostics.Verify(
        $$"""
        using TorchSharp;
        public sealed class Scale : torch.nn.Module<torch.Tensor, torch.Tensor> { public Scale() : base("scale") { } public override torch.Tensor forward(torch.Tensor x) => x; }
        [Model, Input("B", 3), Module<Scale>("B", 3, Create = {|MG0020:nameof(Make)|})] public partial class Net { {{method}} }
        """,
        message);

    [Fact]
    public void A_method_with_optional_parameters_creates_a_module() => Compile.Run(
        """
        using TorchSharp;
        public sealed class Scale : torch.nn.Module<torch.Tensor, torch.Tensor> { public Scale() : base("scale") { } public override torch.Tensor forward(torch.Tensor x) => x; }
        [Model, Input("B", 3), Module<Scale>("B", 3, Create = nameof(Make))] public partial class Net { static Scale Make(int n = 3) => new(); }
        """).AssertCompilesWithoutWarnings();

    [Fact]
    public async Task A_constructor_that_repeats_the_generated_one_is_reported()
    {
        static string Source(string type) => $$"""
            using TorchSharp;
            [Model, Input("B", 3), Linear("D")] public partial class Net
            {
                public Net({{type}} D, torch.Device? device, torch.ScalarType? dtype) : this(D: 3L) { }
            }
            """;
        var diagnostics = await Diagnostics.Of([Source("long")], new());
        Assert.Equal(
            "This constructor has the parameters of the generated one: remove it, and move its code to 'partial void Initialize()'.",
            DiagnosticText.Message(Assert.Single(diagnostics, diagnostic => diagnostic.Id == "MG0006")));
        await Diagnostics.Verify(Source("int"));
    }

    [Theory]
    [InlineData("private", "protected")]
    [InlineData("private", "internal")]
    [InlineData("protected", "private")]
    [InlineData("private protected", "protected internal")]
    [InlineData("internal", "public")]
    [InlineData("protected", "public")]
    public void An_adapted_model_may_be_more_visible_than_its_model(string model, string adapted) => Compile.Run(
        $$"""
        public partial class Outer
        {
            [Model, Input("B", 8), Linear(8)] {{model}} partial class Net;
            [Lora<Net>(2, Targets = new[] { "linear" })] {{adapted}} partial class Adapted;
        }
        """).AssertCompilesWithoutWarnings();

    [Fact]
    public void Warnings_about_the_users_choices_do_not_appear_in_generated_files() => Compile.Run(
        """
        [assembly: System.CLSCompliant(true)]
        [System.Obsolete, Model, Input("B", "D"), Linear("D")] public partial class Old { }
        #pragma warning disable CS0612, CS3009
        [Model, Input("B", 3), Block<Old>, Apply(nameof(Own))] public partial class Net
        {
            private string note;
            partial void Initialize() => note = "";
            [return: Shape("B", 3)] TorchSharp.torch.Tensor Own([Shape("B", 3)] TorchSharp.torch.Tensor x) => note.Length > 0 ? x : x;
        }
        """,
        new CompileOptions { NoWarn = ["CS3009", "CS3016"] })
        .AssertCompilesWithoutWarnings(Silent, "CS0618", "CS3001", "CS3002", "CS3003", "CS3009", "CS8618");

    [Fact]
    public void Generated_parts_are_marked_as_generated()
    {
        var run = Compile.Run("""[Model, Input("B", 3), Linear(4)] public partial class Net { public int Own() => 1; }""");
        Assert.Contains(
            "[global::System.CodeDom.Compiler.GeneratedCode(\"ModelGen\", \"", run.Sources["Net.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("format\\t9\\nin\\tinput\\tFloat B;8", "[System.CodeDom.Compiler.GeneratedCode(\"ModelGen\", \"9.1.0\")]", "ModelGen 9.1.0")]
    [InlineData("in\\tinput\\tFloat B;8", "", "another version of ModelGen")]
    [InlineData(null, "", "the attributes of ModelGen but without its generator")]
    public Task A_library_built_with_another_version_is_reported_in_words(string? signature, string attribute, string version)
    {
        string attributes = signature is null ? "" : $"[ModelSignature(\"{signature}\")]";
        var library = Plain($$"""[Model] {{attributes}} {{attribute}} public class Layer : TorchSharp.torch.nn.Module { public Layer() : base("") { } }""");
        return Diagnostics.Verify(
            """[Model, Input("B", 8), {|MG0015:Block<Layer>|}] public partial class Net;""",
            new CompileOptions { References = [library] },
            $"'Layer' comes from the assembly 'Library', which was built with {version}, so its shapes cannot be read: "
                + "build that assembly with the version of ModelGen that this project uses.");
    }

    private static MetadataReference Plain(string source)
    {
        using System.IO.MemoryStream stream = new();
        var result = Compile.Project([source], new CompileOptions { AssemblyName = "Library" }).Emit(stream,
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
