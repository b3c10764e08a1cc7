using System;
using ModelGen;
using ModelGen.Decoding;
using static TorchSharp.torch;

namespace Course;

/// <summary>Attention whose four heads share one head of keys and values.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(100, 64), MultiHeadAttention(4, Causal = true, Rotary = true, KeyValueHeads = 1), Linear(100), Autoregressive]
public partial class SharedKeys;

/// <summary>Attention with keys and values per head.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(100, 64), MultiHeadAttention(4, Causal = true, Rotary = true), Linear(100), Autoregressive]
public partial class OwnKeys;

/// <summary>Reads in both directions, and answers once per text.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(100, 64), Gru(64, Bidirectional = true, Port = "last")]     // (B, 128)
[Linear(10)]
public partial class BothDirections;

/// <summary>The solutions of chapter 15.</summary>
internal static class WhatToUseSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Console.WriteLine($"1: {CacheBytes(length: 1024):N0} by the formula, {Bytes(new TransformerWriter(), 1024):N0} in the model");
        Console.WriteLine();
        Console.WriteLine($"2: {Bytes(new OwnKeys(), 1024):N0} bytes with four heads of keys, {Bytes(new SharedKeys(), 1024):N0} with one");
        Console.WriteLine();
        using var both = new BothDirections();
        Console.WriteLine($"3: {Show.Shape(both.call(zeros(4, 20, int64)))}");
    }

    // Exercise 1.
    // Two blocks keep a key and a value of 64 numbers of 4 bytes per word.
    private static long CacheBytes(long length) => 2 * 2 * 64 * 4 * length;

    // Exercise 2.
    private static long Bytes<TModel>(TModel model, long length)
        where TModel : nn.Module, ILanguageModel
    {
        using (model)
        {
            using var state = model.NewDecoding();
            return state.BytesFor(batch: 1, length);
        }
    }
}
