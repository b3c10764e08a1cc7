using System;
using ModelGen.Inference;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx;

#pragma warning disable RS0026 // The overloads differ in the type of the model, never in the options.

/// <summary>Runs declared models in ONNX Runtime.</summary>
public static class OnnxInference
{
    /// <summary>
    /// Exports a model in memory and opens it in ONNX Runtime. The program needs the package Microsoft.ML.OnnxRuntime, or
    /// Microsoft.ML.OnnxRuntime.Gpu.
    /// </summary>
    /// <param name="model">The model, an instance of a class with <c>[Model]</c>, which must outlive the result.</param>
    /// <param name="options">Threads, providers and optimization; the defaults if null.</param>
    /// <param name="export">
    /// The version of the operators and the type of the weights; the defaults if null. The axes and optional inputs are those of each call.
    /// </param>
    /// <returns>The model in ONNX Runtime, owned by the caller.</returns>
    /// <exception cref="OnnxExportException">The model cannot be exported; the message names the layer and what to change.</exception>
    /// <exception cref="System.DllNotFoundException">The native library of ONNX Runtime is missing; the message names it.</exception>
    public static InferenceModel<T, TResult> ForInference<T, TResult>(
        this nn.Module<T, TResult> model, InferenceOptions? options = null, OnnxExportOptions? export = null) =>
        new(model, options, export);

    /// <inheritdoc cref="ForInference{T, TResult}(nn.Module{T, TResult}, InferenceOptions?, OnnxExportOptions?)"/>
    public static InferenceModel<T1, T2, TResult> ForInference<T1, T2, TResult>(
        this nn.Module<T1, T2, TResult> model, InferenceOptions? options = null, OnnxExportOptions? export = null) =>
        new(model, options, export);

    /// <inheritdoc cref="ForInference{T, TResult}(nn.Module{T, TResult}, InferenceOptions?, OnnxExportOptions?)"/>
    public static InferenceModel<T1, T2, T3, TResult> ForInference<T1, T2, T3, TResult>(
        this nn.Module<T1, T2, T3, TResult> model, InferenceOptions? options = null, OnnxExportOptions? export = null) =>
        new(model, options, export);

    /// <inheritdoc cref="ForInference{T, TResult}(nn.Module{T, TResult}, InferenceOptions?, OnnxExportOptions?)"/>
    public static InferenceModel<T1, T2, T3, T4, TResult> ForInference<T1, T2, T3, T4, TResult>(
        this nn.Module<T1, T2, T3, T4, TResult> model, InferenceOptions? options = null, OnnxExportOptions? export = null) =>
        new(model, options, export);

    /// <inheritdoc cref="ForInference{T, TResult}(nn.Module{T, TResult}, InferenceOptions?, OnnxExportOptions?)"/>
    public static InferenceModel<T1, T2, T3, T4, T5, TResult> ForInference<T1, T2, T3, T4, T5, TResult>(
        this nn.Module<T1, T2, T3, T4, T5, TResult> model, InferenceOptions? options = null, OnnxExportOptions? export = null) =>
        new(model, options, export);

    /// <inheritdoc cref="ForInference{T, TResult}(nn.Module{T, TResult}, InferenceOptions?, OnnxExportOptions?)"/>
    public static InferenceModel<T1, T2, T3, T4, T5, T6, TResult> ForInference<T1, T2, T3, T4, T5, T6, TResult>(
        this nn.Module<T1, T2, T3, T4, T5, T6, TResult> model, InferenceOptions? options = null, OnnxExportOptions? export = null) =>
        new(model, options, export);

    /// <summary>
    /// Opens a language model in ONNX Runtime, for <c>Generate</c>, <c>Stream</c>, beam search and chat clients. It computes the scores
    /// that the model computes in evaluation mode.
    /// </summary>
    /// <param name="model">The model, an instance of a class with <c>[Model]</c> and <c>[Autoregressive]</c>.</param>
    /// <param name="options">Threads, providers and optimization; the defaults if null.</param>
    /// <param name="export">The version of the operators and the type of the weights; the defaults if null.</param>
    /// <returns>The language model, owned by the caller.</returns>
    /// <exception cref="OnnxExportException">The model cannot be exported; the message names the layer and what to change.</exception>
    /// <exception cref="DllNotFoundException">The native library of ONNX Runtime is missing; the message names it.</exception>
    public static InferenceLanguageModel ForGeneration(
        this ILanguageModel model, InferenceOptions? options = null, OnnxExportOptions? export = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new InferenceLanguageModel(model, options ?? new InferenceOptions(), export ?? new OnnxExportOptions());
    }

    /// <summary>Opens a language model with further inputs, such as an encoder and a decoder, in ONNX Runtime.</summary>
    /// <param name="model">The model, an instance of a class with <c>[Model]</c> and <c>[Autoregressive]</c>.</param>
    /// <param name="options">Threads, providers and optimization; the defaults if null.</param>
    /// <param name="export">The version of the operators and the type of the weights; the defaults if null.</param>
    /// <returns>The model, owned by the caller, whose <c>ConditionOn</c> takes the further inputs.</returns>
    /// <exception cref="OnnxExportException">The model cannot be exported; the message names the layer and what to change.</exception>
    /// <exception cref="DllNotFoundException">The native library of ONNX Runtime is missing; the message names it.</exception>
    public static InferenceConditionalModel ForGeneration(
        this IConditionalLanguageModel model, InferenceOptions? options = null, OnnxExportOptions? export = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new InferenceConditionalModel(model, options ?? new InferenceOptions(), export ?? new OnnxExportOptions());
    }
}
