//HintName: Second.g.cs
#nullable enable
partial class Second
{
    /// <summary>The number of attributes.</summary>
    public const int Attributes = 1;
}
