using System;

namespace ModelGen;

/// <summary>
/// Generates incremental decoding. A model from ids <c>(B, T)</c> of Int64 to scores <c>(B, T, vocabulary)</c> becomes a language model
/// with <c>Generate</c>; a model that starts from features, such as a block in a library, gets <c>Step</c> only. The compiler proves that
/// position t depends only on positions up to t, or reports the layer that breaks this.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AutoregressiveAttribute() : Attribute
{
}
