using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.Generator.Tests;

/// <summary>What the harness's own tests generate with: a constant that counts the attributes of each model.</summary>
internal sealed class ToyGenerator(ToyFault fault = ToyFault.None) : IIncrementalGenerator
{
    public const string Parse = "ToyParse";
    public const string Count = "ToyCount";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<Parsed> parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName("ModelGen.ModelAttribute", (node, _) => node is ClassDeclarationSyntax, (model, _) =>
            {
                ISymbol symbol = model.TargetSymbol;
                return new Parsed(symbol.Name, symbol.GetAttributes().Length, fault == ToyFault.HoldsLocation ? symbol.Locations[0] : null);
            })
            .WithTrackingName(Parse);
        var counted = parsed.Select((model, _) => (model.Name, model.Attributes)).WithTrackingName(Count);
        context.RegisterSourceOutput(counted, (production, model) =>
        {
            string members = fault switch
            {
                ToyFault.Throws => throw new System.InvalidOperationException("toy fault"),
                ToyFault.NullableWarning => "/// <summary>Null.</summary>\n    public string Text => null;",
                ToyFault.Undocumented => "public int Undocumented;",
                ToyFault.Silenced => "#pragma warning disable CS8603\n    /// <summary>Null.</summary>\n    public string Text => null;",
                ToyFault.UnusedUsing => "",
                ToyFault.CSharp12 => "/// <summary>One.</summary>\n    public int[] Numbers => [1];",
                _ => $"/// <summary>The number of attributes.</summary>\n    public const int Attributes = {model.Attributes};",
            };
            string code = $"#nullable enable\n{(fault == ToyFault.UnusedUsing ? "using System;\n" : "")}partial class "
                + $"{model.Name}\n{{\n    {members}\n}}\n";
            production.AddSource($"{model.Name}.g.cs",
                SourceText.From(fault == ToyFault.CarriageReturn ? code.Replace("\n", "\r\n") : code, Encoding.UTF8));
        });
    }

    private sealed record Parsed(string Name, int Attributes, Location? Location);
}

/// <summary>What a generator may do wrong.</summary>
internal enum ToyFault
{
    None,
    Throws,
    HoldsLocation,
    NullableWarning,
    Undocumented,
    Silenced,
    UnusedUsing,
    CSharp12,
    CarriageReturn,
}
