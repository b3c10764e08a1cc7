using System;
using ModelGen.Inference;
using ModelGen.Onnx.Inference;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx;

/// <summary>
/// A declared model that runs in ONNX Runtime, with the inputs and outputs of the model. Calls may run in parallel.
/// </summary>
/// <remarks>
/// Large matrices of float32 are read in the model's memory, and other weights are copied. After a change of the weights, such as by
/// training, open it again: a call throws if matrices that it shares have changed. The model must outlive it: the first call with another
/// set of optional inputs exports the model again.
/// </remarks>
public abstract class InferenceModel : IDisposable
{
    private protected InferenceModel(nn.Module model, InferenceOptions? options, OnnxExportOptions? export)
    {
        ArgumentNullException.ThrowIfNull(model);
        Session = new SessionModel(model, options ?? new InferenceOptions(), export ?? new OnnxExportOptions());
    }

    /// <summary>The name of the model's class.</summary>
    public string Name => Session.Name;

    private protected SessionModel Session { get; }

    /// <summary>Frees the sessions.</summary>
    public void Dispose()
    {
        Session.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static Tensor? Input<T>(T input) => (Tensor?)(object?)input;

    private protected static TResult Result<TResult>(Tensor[] outputs) => (TResult)(outputs switch
    {
        [var a] => (object)a,
        [var a, var b] => (a, b),
        [var a, var b, var c] => (a, b, c),
        [var a, var b, var c, var d] => (a, b, c, d),
        [var a, var b, var c, var d, var e] => (a, b, c, d, e),
        [var a, var b, var c, var d, var e, var f] => (a, b, c, d, e, f),
        [var a, var b, var c, var d, var e, var f, var g] => (a, b, c, d, e, f, g),
        _ => throw new NotSupportedException($"A model with {outputs.Length} outputs has no InferenceModel."),
    });
}

/// <summary>A model of 1 input in ONNX Runtime.</summary>
/// <typeparam name="T">The type of the input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="TResult">The result: a tensor, or a tuple of tensors.</typeparam>
public sealed class InferenceModel<T, TResult> : InferenceModel
{
    internal InferenceModel(nn.Module<T, TResult> model, InferenceOptions? options, OnnxExportOptions? export)
        : base(model, options, export)
    {
    }

    /// <summary>Computes the outputs in evaluation mode, without gradients.</summary>
    /// <param name="input">The input, on the CPU without a copy.</param>
    /// <returns>The outputs on the CPU, owned by the caller.</returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the declared shape or type.</exception>
    public TResult call(T input) => Result<TResult>(Session.Run(Input(input)));
}

/// <summary>A model of 2 inputs in ONNX Runtime.</summary>
/// <typeparam name="T1">The type of the first input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T2">The type of the second input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="TResult">The result: a tensor, or a tuple of tensors.</typeparam>
public sealed class InferenceModel<T1, T2, TResult> : InferenceModel
{
    internal InferenceModel(nn.Module<T1, T2, TResult> model, InferenceOptions? options, OnnxExportOptions? export)
        : base(model, options, export)
    {
    }

    /// <summary>Computes the outputs in evaluation mode, without gradients.</summary>
    /// <param name="input1">The first input, on the CPU without a copy.</param>
    /// <param name="input2">The second input, on the CPU without a copy.</param>
    /// <returns>The outputs on the CPU, owned by the caller.</returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the declared shape or type.</exception>
    public TResult call(T1 input1, T2 input2) => Result<TResult>(Session.Run(Input(input1), Input(input2)));
}

/// <summary>A model of 3 inputs in ONNX Runtime.</summary>
/// <typeparam name="T1">The type of the first input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T2">The type of the second input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T3">The type of the third input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="TResult">The result: a tensor, or a tuple of tensors.</typeparam>
public sealed class InferenceModel<T1, T2, T3, TResult> : InferenceModel
{
    internal InferenceModel(nn.Module<T1, T2, T3, TResult> model, InferenceOptions? options, OnnxExportOptions? export)
        : base(model, options, export)
    {
    }

    /// <summary>Computes the outputs in evaluation mode, without gradients.</summary>
    /// <param name="input1">The first input, on the CPU without a copy.</param>
    /// <param name="input2">The second input, on the CPU without a copy.</param>
    /// <param name="input3">The third input, on the CPU without a copy.</param>
    /// <returns>The outputs on the CPU, owned by the caller.</returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the declared shape or type.</exception>
    public TResult call(T1 input1, T2 input2, T3 input3) => Result<TResult>(Session.Run(Input(input1), Input(input2), Input(input3)));
}

/// <summary>A model of 4 inputs in ONNX Runtime.</summary>
/// <typeparam name="T1">The type of the first input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T2">The type of the second input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T3">The type of the third input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T4">The type of the fourth input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="TResult">The result: a tensor, or a tuple of tensors.</typeparam>
public sealed class InferenceModel<T1, T2, T3, T4, TResult> : InferenceModel
{
    internal InferenceModel(nn.Module<T1, T2, T3, T4, TResult> model, InferenceOptions? options, OnnxExportOptions? export)
        : base(model, options, export)
    {
    }

    /// <summary>Computes the outputs in evaluation mode, without gradients.</summary>
    /// <param name="input1">The first input, on the CPU without a copy.</param>
    /// <param name="input2">The second input, on the CPU without a copy.</param>
    /// <param name="input3">The third input, on the CPU without a copy.</param>
    /// <param name="input4">The fourth input, on the CPU without a copy.</param>
    /// <returns>The outputs on the CPU, owned by the caller.</returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the declared shape or type.</exception>
    public TResult call(T1 input1, T2 input2, T3 input3, T4 input4) =>
        Result<TResult>(Session.Run(Input(input1), Input(input2), Input(input3), Input(input4)));
}

/// <summary>A model of 5 inputs in ONNX Runtime.</summary>
/// <typeparam name="T1">The type of the first input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T2">The type of the second input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T3">The type of the third input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T4">The type of the fourth input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T5">The type of the fifth input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="TResult">The result: a tensor, or a tuple of tensors.</typeparam>
public sealed class InferenceModel<T1, T2, T3, T4, T5, TResult> : InferenceModel
{
    internal InferenceModel(nn.Module<T1, T2, T3, T4, T5, TResult> model, InferenceOptions? options, OnnxExportOptions? export)
        : base(model, options, export)
    {
    }

    /// <summary>Computes the outputs in evaluation mode, without gradients.</summary>
    /// <param name="input1">The first input, on the CPU without a copy.</param>
    /// <param name="input2">The second input, on the CPU without a copy.</param>
    /// <param name="input3">The third input, on the CPU without a copy.</param>
    /// <param name="input4">The fourth input, on the CPU without a copy.</param>
    /// <param name="input5">The fifth input, on the CPU without a copy.</param>
    /// <returns>The outputs on the CPU, owned by the caller.</returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the declared shape or type.</exception>
    public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5) =>
        Result<TResult>(Session.Run(Input(input1), Input(input2), Input(input3), Input(input4), Input(input5)));
}

/// <summary>A model of 6 inputs in ONNX Runtime.</summary>
/// <typeparam name="T1">The type of the first input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T2">The type of the second input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T3">The type of the third input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T4">The type of the fourth input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T5">The type of the fifth input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="T6">The type of the sixth input: a tensor, or null for an optional one.</typeparam>
/// <typeparam name="TResult">The result: a tensor, or a tuple of tensors.</typeparam>
public sealed class InferenceModel<T1, T2, T3, T4, T5, T6, TResult> : InferenceModel
{
    internal InferenceModel(nn.Module<T1, T2, T3, T4, T5, T6, TResult> model, InferenceOptions? options, OnnxExportOptions? export)
        : base(model, options, export)
    {
    }

    /// <summary>Computes the outputs in evaluation mode, without gradients.</summary>
    /// <param name="input1">The first input, on the CPU without a copy.</param>
    /// <param name="input2">The second input, on the CPU without a copy.</param>
    /// <param name="input3">The third input, on the CPU without a copy.</param>
    /// <param name="input4">The fourth input, on the CPU without a copy.</param>
    /// <param name="input5">The fifth input, on the CPU without a copy.</param>
    /// <param name="input6">The sixth input, on the CPU without a copy.</param>
    /// <returns>The outputs on the CPU, owned by the caller.</returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the declared shape or type.</exception>
    public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6) =>
        Result<TResult>(Session.Run(Input(input1), Input(input2), Input(input3), Input(input4), Input(input5), Input(input6)));
}
