//HintName: First.g.cs
#nullable enable
partial class First
{
    /// <summary>The number of attributes.</summary>
    public const int Attributes = 1;
}
