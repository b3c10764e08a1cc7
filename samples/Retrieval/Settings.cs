namespace Retrieval;

/// <summary>The settings of the command line.</summary>
/// <param name="Documents">The folder of the documents, or <c>null</c> for the default.</param>
/// <param name="Encoder">A folder of the Hugging Face hub with a BERT, or <c>null</c> to train an encoder.</param>
/// <param name="Output">The folder of the index, the encoder and the plot.</param>
internal sealed record Settings(string? Documents, string? Encoder, string Output);
