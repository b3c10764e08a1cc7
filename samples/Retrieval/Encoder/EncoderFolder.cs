using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using ModelGen;
using ModelGen.Checkpoints;

namespace Retrieval;

/// <summary>Saves and opens encoders that this program has trained.</summary>
internal static class EncoderFolder
{
    /// <summary>Saves an encoder, all of it or nothing.</summary>
    /// <exception cref="SampleException">The folder cannot be written.</exception>
    public static void Save(PassageEncoder encoder, string folder)
    {
        var temporary = $"{folder}.{Path.GetRandomFileName()}";
        try
        {
            encoder.SaveFolder(temporary);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.Move(temporary, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"The encoder cannot be saved to '{folder}': {e.Message}");
        }
    }

    /// <summary>Opens an encoder.</summary>
    /// <exception cref="SampleException">The folder is damaged.</exception>
    public static TextEncoder Open(string folder)
    {
        try
        {
            var model = PassageEncoder.FromFolder(folder);
            model.eval();
            var dimensions = (int)model.parameters().First().size(1);
            return new(
                new PassageEmbeddings(model, areQuestions: true), new PassageEmbeddings(model, areQuestions: false), dimensions,
                Fingerprint(folder), $"the encoder in '{folder}'");
        }
        catch (Exception e) when (e is CheckpointException or CheckpointMismatchException or JsonException or IOException
            or UnauthorizedAccessException or ArgumentException)
        {
            throw new SampleException(
                $"The encoder in '{folder}' is damaged: {e.Message.ReplaceLineEndings(" ")} Delete the folder to train it again.");
        }
    }

    /// <summary>A hash of the files of weights in a folder.</summary>
    public static string Fingerprint(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal))
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }
}
