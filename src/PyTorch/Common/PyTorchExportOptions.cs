namespace ModelGen.PyTorch;

/// <summary>What is written beside the code of a model.</summary>
public sealed class PyTorchExportOptions
{
    /// <summary>
    /// Whether <c>train.py</c> and <c>data.py</c> are written, which train the model in one process or, started by <c>torchrun</c>, in
    /// several. The model must declare a loss.
    /// </summary>
    public bool Training { get; init; }
}
