using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>Fixes of adapted models.</summary>
public sealed class AdapterFixTests
{
    private const string Net = "\n\n[Model, Input(\"B\", \"T\", 16), MultiHeadAttention(4), Linear(4)]\npublic partial class Net;\n";

    [Theory]
    [InlineData("qeury", "query")]
    [InlineData("q_proj", "query")]
    [InlineData("self_attn.v_proj", "value")]
    public Task ATarget(string wrong, string right) => CodeFix.Verify(
        "MG0502",
        $"Change '{wrong}' to '{right}'",
        $$"""[Lora<Net>(2, Targets = new[] { "linear", "{{wrong}}" })] public partial class Adapted;""" + Net,
        $$"""[Lora<Net>(2, Targets = new[] { "linear", "{{right}}" })] public partial class Adapted;""" + Net);

    [Fact]
    public Task ALayerOfItsOwn() => CodeFix.Verify(
        "MG0501",
        "Remove Linear(3)",
        """[Lora<Net>(2), Linear(3)] public partial class Adapted;""" + Net,
        """[Lora<Net>(2)] public partial class Adapted;""" + Net);
}
