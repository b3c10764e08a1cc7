using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Prompting;

/// <summary>A hash of all weights of a model, which shows that prompts do not change them.</summary>
internal static class WeightHash
{
    /// <summary>The SHA-256 of the names and the bytes of all parameters and buffers, in hexadecimal.</summary>
    public static string Of(nn.Module model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, weights) in model.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(weights.cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Runs prompts and prints the hash, which must be the same before and after.</summary>
    /// <exception cref="InvalidOperationException">The weights have changed.</exception>
    public static void Unchanged(nn.Module model, Action prompts)
    {
        var before = Of(model);
        prompts();
        var after = Of(model);
        if (before != after)
        {
            throw new InvalidOperationException($"Prompts have changed the weights: their hash was {before} and is {after}.");
        }

        Console.WriteLine($"The weights are unchanged: SHA-256 {before[..16]}… before and after all prompts.");
    }
}
