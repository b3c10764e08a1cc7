namespace ModelGen.Generator.Declarations;

/// <summary>A field or auto-implemented property of the user's that holds a parameter, a tensor or a module.</summary>
/// <param name="Member">The member's name.</param>
/// <param name="Name">The name under which it is registered.</param>
/// <param name="IsModule">Whether it holds a module, which moves in place.</param>
/// <param name="IsReadOnly">Whether only the constructor may assign it.</param>
internal sealed record OwnComponent(string Member, string Name, bool IsModule, bool IsReadOnly);
