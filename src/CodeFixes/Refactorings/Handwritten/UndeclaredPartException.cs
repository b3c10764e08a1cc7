using Microsoft.CodeAnalysis;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>A class contains a hand-written module, which must be declared first.</summary>
internal sealed class UndeclaredPartException(SyntaxNode place, INamedTypeSymbol part)
    : NotUnderstoodException(At(place, "a module is not created by a method of torch.nn").Message)
{
    /// <summary>The part's class.</summary>
    public INamedTypeSymbol Part => part;
}
