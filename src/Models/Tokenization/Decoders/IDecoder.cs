using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>Converts tokens to texts.</summary>
internal interface IDecoder
{
    /// <summary>Converts the tokens; the texts together are the result.</summary>
    /// <param name="tokens">The tokens, which can be changed.</param>
    List<string> Decode(List<string> tokens);
}
