using System;
using System.IO;
using System.Text.Json;
using Microsoft.Extensions.VectorData;

namespace Retrieval;

/// <summary>What an index was made from, and when it declines.</summary>
/// <param name="Documents">The folder of the documents, or <c>null</c> for the default.</param>
/// <param name="Encoder">The folder of the encoder, or <c>null</c> for the one that was trained.</param>
/// <param name="Threshold">The least relevance of a question that is answered.</param>
internal sealed record IndexSettings(string? Documents, string? Encoder, double Threshold);

/// <summary>The folder of an index: <c>index.db</c>, <c>settings.json</c> and, where one was trained, <c>encoder</c>.</summary>
internal sealed class IndexFolder(Settings settings)
{
    private const string SettingsFile = "settings.json";

    /// <summary>The path of the index.</summary>
    public string IndexPath => Path.Combine(settings.Output, "index.db");

    /// <summary>The folder of the trained encoder.</summary>
    public string EncoderPath => Path.Combine(settings.Output, "encoder");

    /// <summary>What the index was made from, or <c>null</c> where there is none yet.</summary>
    /// <exception cref="SampleException">The file is damaged, or the options name other documents or another encoder.</exception>
    public IndexSettings? Read()
    {
        var path = Path.Combine(settings.Output, SettingsFile);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var made = JsonSerializer.Deserialize<IndexSettings>(File.ReadAllText(path)) ?? throw new JsonException("It is empty.");
            Compare("--docs", settings.Documents, made.Documents, "documents");
            Compare("--encoder", settings.Encoder, made.Encoder, "encoder");
            return made;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"The file '{path}' is damaged: {Words.OnOneLine(e.Message)} Delete it to make it again.");
        }
    }

    /// <summary>Writes what the index was made from, all of it or nothing.</summary>
    public static void Write(OutputFolder output, IndexSettings made) =>
        output.Write(SettingsFile, path => File.WriteAllText(path, JsonSerializer.Serialize(made)));

    /// <summary>Opens the store of the index. Another database is another line here.</summary>
    public VectorStore OpenStore() => new SqliteVectorStore(IndexPath);

    private void Compare(string option, string? given, string? made, string what)
    {
        if (given is not null && Path.GetFullPath(given) != made)
        {
            var its = made is null ? $"the default {what}" : $"the {what} of '{made}'";
            throw new SampleException(
                $"The index in '{settings.Output}' has {its}: leave {option} out, or name another folder with --output.");
        }
    }
}
