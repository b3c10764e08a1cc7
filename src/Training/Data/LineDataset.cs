using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ModelGen.Training;

/// <summary>The lines of a text file in UTF-8, each read when it is accessed.</summary>
public sealed class LineDataset : IDataset<string>, IDisposable
{
    private const int BlockBytes = 1 << 16;

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly List<long> _ends = [];
    private readonly long _start;

    internal LineDataset(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
        try
        {
            Fingerprint = Fingerprints.OfFile(path);
            _file = File.OpenHandle(path, options: FileOptions.RandomAccess);
            _start = HasMark() ? 3 : 0;
            FindLines();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            throw new TrainingException($"The text '{path}' cannot be read: {cause.Message}", cause);
        }
    }

    /// <inheritdoc/>
    public int Count => _ends.Count;

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The line is not UTF-8, or cannot be read.</exception>
    public string this[int index]
    {
        get
        {
            var begin = index == 0 ? _start : _ends[index - 1] + 1;
            var bytes = new byte[_ends[index] - begin];
            try
            {
                var read = 0;
                while (read < bytes.Length && RandomAccess.Read(_file, bytes.AsSpan(read), begin + read) is var count and > 0)
                {
                    read += count;
                }

                var length = bytes is [.., (byte)'\r'] ? bytes.Length - 1 : bytes.Length;
                return _strict.GetString(bytes, 0, length);
            }
            catch (DecoderFallbackException cause)
            {
                throw new TrainingException($"Line {index + 1} of '{_path}' is not text in UTF-8.", cause);
            }
            catch (IOException cause)
            {
                throw new TrainingException($"Line {index + 1} of '{_path}' cannot be read: {cause.Message}", cause);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool HasMark()
    {
        Span<byte> mark = stackalloc byte[3];
        return RandomAccess.Read(_file, mark, 0) == 3 && mark.SequenceEqual(Encoding.UTF8.Preamble);
    }

    private void FindLines()
    {
        var block = new byte[BlockBytes];
        var position = _start;
        var afterEnd = true;
        while (RandomAccess.Read(_file, block, position) is var count and > 0)
        {
            for (var i = 0; i < count; i++)
            {
                afterEnd = block[i] == '\n';
                if (afterEnd)
                {
                    _ends.Add(position + i);
                }
            }

            position += count;
        }

        if (!afterEnd)
        {
            _ends.Add(position);
        }
    }
}
