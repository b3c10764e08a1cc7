namespace ModelGen.PyTorch;

/// <summary>
/// Writes the methods that a declared model applies with <c>[Apply]</c> in Python. The class of the model implements it, because the code
/// of C# cannot be translated. Without it, the written method raises an exception that says what to write.
/// </summary>
public interface IPyTorchMethods
{
    /// <summary>Returns the body of a method in Python.</summary>
    /// <param name="method">The name of the method: <c>nameof(Flip)</c>.</param>
    /// <returns>
    /// Statements that return the result. The parameters have the names of the method's, the module is <c>self</c>, and <c>torch</c>,
    /// <c>nn</c>, <c>F</c> and <c>math</c> are imported: <c>return x.flip(1)</c>. <c>null</c> for a method that is not written.
    /// </returns>
    string? Write(string method);
}
