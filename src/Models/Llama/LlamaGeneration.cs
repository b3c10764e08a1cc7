namespace ModelGen.Models;

/// <summary>The declarations of the family.</summary>
public enum LlamaGeneration
{
    /// <summary><see cref="Models.Llama2"/>.</summary>
    Llama2,

    /// <summary><see cref="Models.Llama3"/>.</summary>
    Llama3,

    /// <summary><see cref="Models.Llama31"/>.</summary>
    Llama31,

    /// <summary><see cref="Models.Llama32"/>.</summary>
    Llama32,
}
