using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Activations.</summary>
internal static class ActivationWriters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Relu"] = Call("F.relu"),
        ["Gelu"] = layer => layer.Output(
            layer.Flag("Tanh") ? $"F.gelu({layer.Input}, approximate=\"tanh\")" : $"F.gelu({layer.Input})"),
        ["Silu"] = Call("F.silu"),
        ["Tanh"] = Call("torch.tanh"),
        ["Sigmoid"] = Call("torch.sigmoid"),
        ["LeakyRelu"] = layer => layer.Output(
            $"F.leaky_relu({Arguments(layer, ("negative_slope", "NegativeSlope", 0.01))})"),
        ["Elu"] = layer => layer.Output($"F.elu({Arguments(layer, ("alpha", "Alpha", 1))})"),
        ["Mish"] = Call("F.mish"),
        ["Relu6"] = Call("F.relu6"),
        ["Hardswish"] = Call("F.hardswish"),
        ["Softplus"] = layer => layer.Output(
            $"F.softplus({Arguments(layer, ("beta", "Beta", 1), ("threshold", "Threshold", 20))})"),
        ["Softmax"] = AlongAxis("F.softmax"),
        ["LogSoftmax"] = AlongAxis("F.log_softmax"),
        ["Glu"] = AlongAxis("F.glu"),
        ["PRelu"] = PRelu,
        ["Selu"] = Call("F.selu"),
    };

    private static Action<LayerContext> Call(string function) => layer => layer.Output($"{function}({layer.Input})");

    private static Action<LayerContext> AlongAxis(string function) =>
        layer => layer.Output($"{function}({layer.Input}, dim={Python.Literal(layer.Integer("Axis", -1))})");

    private static string Arguments(LayerContext layer, params (string Name, string Argument, double Default)[] arguments) =>
        string.Join(", ", arguments
            .SelectMany(one => LayerContext.Optional(
                one.Name, layer.NumberInForward(one.Argument, one.Default), Python.Literal(one.Default)))
            .Prepend(layer.Input));

    private static void PRelu(LayerContext layer)
    {
        string[] arguments =
        [
            .. layer.Has("NumParameters") ? [layer.Size("NumParameters")] : Array.Empty<string>(),
            .. LayerContext.Optional("init", layer.Number("InitialSlope", 0.25), "0.25"),
        ];
        layer.Output($"{layer.Module($"nn.PReLU({string.Join(", ", arguments)})")}({layer.Input})");
    }
}
