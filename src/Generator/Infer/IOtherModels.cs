using ModelGen.Generator.Declarations;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Infer;

/// <summary>What inference needs of models besides the one that it infers. The caller decides what is kept of it.</summary>
internal interface IOtherModels
{
    /// <summary>Infers a declaration without reporting what is wrong with it.</summary>
    InferredModel InferSilently(Declaration declaration);

    /// <summary>What a model shows when another one uses it as a block.</summary>
    Signature SignatureOf(Declaration declaration);
}
