//HintName: Beside.g.cs
#nullable enable
partial class Beside
{
    /// <summary>The number of attributes.</summary>
    public const int Attributes = 1;
}
