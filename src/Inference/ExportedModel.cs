using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.ML.OnnxRuntime;

namespace ModelGen.Inference;

/// <summary>
/// A declared model in ONNX Runtime, from a file that <c>ExportOnnx</c> wrote. The class that derives from it is generated for
/// <c>[Model(Inference = true)]</c> and has the calls. Calls may run in parallel.
/// </summary>
public abstract class ExportedModel : IDisposable
{
    private readonly ExportedFile _file;
    private int _isDisposed;

    // The owner and the calls that run; the last of them frees the session.
    private int _users = 1;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="declared">The declaration that the file must have been exported from.</param>
    /// <param name="options">Threads, providers and optimization; the defaults if null.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is incomplete, or is of another declaration.</exception>
    /// <exception cref="DllNotFoundException">The native library of ONNX Runtime is missing; the message names it.</exception>
    protected ExportedModel(string path, ExportedInterface declared, InferenceOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(declared);
        Interface = declared;
        _file = ExportedFile.Open(path, declared, options ?? new InferenceOptions());
    }

    /// <summary>The name of the model's class.</summary>
    public string Name => Interface.Model;

    /// <summary>The inputs and outputs of the declaration.</summary>
    public ExportedInterface Interface { get; }

    /// <summary>The sizes that the constructor of the exported model was given, by their symbols.</summary>
    public IReadOnlyDictionary<string, long> Sizes => _file.Sizes;

    /// <summary>Whether the file takes an input. An optional input is in the file if it was exported with it.</summary>
    /// <param name="input">The name of the input.</param>
    /// <returns>Whether a call must pass it.</returns>
    public bool Takes(string input) => Interface.Inputs.Any(port => port.Name == input && _file.Takes(port));

    /// <summary>Frees the session. A call that runs on another thread still returns its result.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Leave();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The exception for sizes of a call that the declaration does not allow.</summary>
    /// <param name="requirement">The condition as a sentence without full stop: <c>T must be a multiple of 4</c>.</param>
    /// <param name="repair">The repair.</param>
    /// <param name="sizes">The sizes that decide it.</param>
    /// <returns>The exception, to be thrown.</returns>
    protected ArgumentException Unmet(string requirement, string repair, params (string Symbol, long Value)[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var got = string.Join(", ", sizes.Select(size => FormattableString.Invariant($"{size.Symbol} = {size.Value}")));
        return new ArgumentException($"{Name}: {requirement}{(got.Length == 0 ? string.Empty : $"; got {got}")}: {repair}.");
    }

    /// <summary>The array for an output.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="output">The number of the output.</param>
    /// <param name="shape">Its sizes.</param>
    /// <returns>An array with one element per element of the output.</returns>
    /// <exception cref="ArgumentException">A size is negative, or the array would have more than 2^31 - 1 elements.</exception>
    protected T[] NewOutput<T>(int output, params long[] shape) =>
        new T[ExportedCall.Length(Name, "output", Interface.Outputs[output], shape)];

    /// <summary>The sizes of an input or output that begins with <c>...</c>.</summary>
    /// <param name="leading">The sizes of the leading axes.</param>
    /// <param name="others">The sizes of the other axes.</param>
    /// <returns>All sizes, in order.</returns>
    protected static long[] Shape(ReadOnlySpan<long> leading, params long[] others) => [.. leading, .. others];

    /// <summary>Throws if an input is longer than the positions of the model.</summary>
    /// <exception cref="ArgumentException">It is.</exception>
    internal void RequirePositions(ExportedPort input, long[] shape)
    {
        foreach (var limit in _file.Limits.GetValueOrDefault(input.Name, []))
        {
            if (shape[^-limit.Axis] > limit.Maximum)
            {
                throw new ArgumentException($"{Name}: {limit.Message(input.Name, shape[^-limit.Axis])}", input.Name);
            }
        }
    }

    internal bool Takes(ExportedPort input) => _file.Takes(input);

    /// <summary>The number of axes that an input has in the file.</summary>
    internal int RankOf(ExportedPort input) => _file.Session.InputMetadata[input.Name].Dimensions.Length;

    internal void Run(IReadOnlyCollection<string> names, IReadOnlyCollection<OrtValue> inputs, IReadOnlyCollection<OrtValue> outputs)
    {
        Enter();
        try
        {
            using var run = new RunOptions();
            _file.Session.Run(run, names, inputs, _file.Session.OutputNames, outputs);
        }
        catch (OnnxRuntimeException cause)
        {
            throw new InvalidOperationException($"{Name} failed in ONNX Runtime: {cause.Message}", cause);
        }
        finally
        {
            Leave();
        }
    }

    private void Enter()
    {
        var users = Volatile.Read(ref _users);
        while (true)
        {
            ObjectDisposedException.ThrowIf(users == 0 || Volatile.Read(ref _isDisposed) != 0, this);
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return;
            }

            users = seen;
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _file.Dispose();
        }
    }
}
