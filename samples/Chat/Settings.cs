namespace Chat;

/// <summary>What the command line asks for.</summary>
/// <param name="Model">The folder of a model, or <c>null</c> to train one.</param>
/// <param name="Prompt">What to answer, or <c>null</c> to talk.</param>
/// <param name="Text">What to learn where no model is given; <c>null</c> for this repository.</param>
/// <param name="Output">Where a trained model is saved.</param>
/// <param name="Budget">How long it is trained.</param>
/// <param name="Sampling">How answers are drawn.</param>
internal sealed record Settings(string? Model, string? Prompt, string? Text, string Output, Budget Budget, Sampling Sampling);
