using System.Collections.Generic;

namespace Prompting;

/// <summary>The settings of the command line.</summary>
/// <param name="Model">A folder of the Hugging Face hub, or <c>null</c> to train a small model.</param>
/// <param name="Prompt">A template of the user's own, or <c>null</c> to measure tasks.</param>
/// <param name="Slots">The values of the slots of <paramref name="Prompt"/>.</param>
/// <param name="Shots">The numbers of examples that are measured, in order.</param>
/// <param name="Prompts">The number of prompts per task and number of shots.</param>
/// <param name="Steps">The number of training steps.</param>
/// <param name="Output">The folder for the plot.</param>
/// <param name="Seed">The seed of weights, rules and prompts.</param>
internal sealed record Settings(
    string? Model, string? Prompt, IReadOnlyList<(string Name, string Value)> Slots, IReadOnlyList<int> Shots, int Prompts, int Steps,
    string Output, int Seed);
