using System;

namespace ModelGen;

/// <summary>
/// Asks for decoding step by step. On a model from ids <c>(B, T)</c> of Int64 to scores <c>(B, T, vocabulary)</c>, the class becomes a
/// language model with <c>Generate</c>; on one that starts from features, such as a block in a library, it gains <c>Step</c> alone. The
/// compiler proves that position t depends on positions up to t only, or names the layer that looks ahead.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AutoregressiveAttribute() : Attribute
{
}
