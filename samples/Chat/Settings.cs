namespace Chat;

/// <summary>The settings of the command line.</summary>
/// <param name="Model">The folder of a model, or <c>null</c> to train one.</param>
/// <param name="Prompt">The prompt to answer, or <c>null</c> for a conversation.</param>
/// <param name="Text">The text to train on if no model is given; <c>null</c> for this repository.</param>
/// <param name="Output">The folder in which a trained model is saved.</param>
/// <param name="Budget">The budget of the training.</param>
/// <param name="Sampling">How answers are sampled.</param>
internal sealed record Settings(string? Model, string? Prompt, string? Text, string Output, Budget Budget, Sampling Sampling);
