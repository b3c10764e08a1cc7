using System.Collections.Generic;

namespace ModelGen.PyTorch.Scopes;

/// <summary>A method of a class that stands for code of the user.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its parameters, tensors.</param>
/// <param name="Body">The statements, as the user states them; null if the reader of the file has to write them.</param>
/// <param name="Task">What the reader has to write.</param>
internal sealed record WrittenMethod(string Name, IReadOnlyList<string> Parameters, string? Body, string Task);
