using System.Collections.Generic;

namespace FineTune;

/// <summary>The settings of the command line.</summary>
/// <param name="Model">A folder of the Hugging Face hub, or <c>null</c> to pre-train a model.</param>
/// <param name="Base">The text of the base model: a file or folder, or <c>null</c> for the C# of this repository.</param>
/// <param name="Texts">The texts to adapt to, each a file or folder; none for the Markdown and the pictures of this repository.</param>
/// <param name="Output">The folder for the weights, the adapters and the plot.</param>
/// <param name="Pretraining">The budget of the pre-training.</param>
/// <param name="Steps">The number of steps of each adaptation.</param>
/// <param name="Ranks">The ranks that are compared.</param>
/// <param name="Seed">The seed of weights, batches and samples.</param>
internal sealed record Settings(
    string? Model, string? Base, IReadOnlyList<string> Texts, string Output, Budget Pretraining, int Steps, IReadOnlyList<int> Ranks,
    int Seed);
