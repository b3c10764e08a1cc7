using System;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>The hand-written class does something that no declaration says: the refactoring is then not offered.</summary>
internal sealed class NotUnderstoodException : Exception
{
    /// <summary>Throws unless the condition holds.</summary>
    public static void Unless(bool condition)
    {
        if (!condition)
        {
            throw new NotUnderstoodException();
        }
    }
}
