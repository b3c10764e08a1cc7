using System;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.VectorData;

namespace Retrieval;

/// <summary>A passage as it is stored: a record of <c>Microsoft.Extensions.VectorData</c>.</summary>
internal sealed class IndexedPassage
{
    /// <summary>What identifies the passage: a hash of its content and of the encoder, see <see cref="KeyOf"/>.</summary>
    public Guid Key { get; set; }

    /// <summary>The document.</summary>
    public string Document { get; set; } = "";

    /// <summary>Where in the document.</summary>
    public string Title { get; set; } = "";

    /// <summary>The first sentence.</summary>
    public string Lead { get; set; } = "";

    /// <summary>The text after the first sentence.</summary>
    public string Text { get; set; } = "";

    /// <summary>The words that the full-text search finds it by.</summary>
    public string Words { get; set; } = "";

    /// <summary>The vector of the passage.</summary>
    public ReadOnlyMemory<float> Vector { get; set; }

    /// <summary>The passage.</summary>
    public Passage Passage => new(Document, Title, Lead, Text);

    /// <summary>Describes the record to a store.</summary>
    /// <param name="dimensions">The number of dimensions of a vector.</param>
    public static VectorStoreCollectionDefinition Definition(int dimensions) => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty(nameof(Key), typeof(Guid)),
            new VectorStoreDataProperty(nameof(Document), typeof(string)),
            new VectorStoreDataProperty(nameof(Title), typeof(string)),
            new VectorStoreDataProperty(nameof(Lead), typeof(string)),
            new VectorStoreDataProperty(nameof(Text), typeof(string)),
            new VectorStoreDataProperty(nameof(Words), typeof(string)) { IsFullTextIndexed = true },
            new VectorStoreVectorProperty(nameof(Vector), typeof(ReadOnlyMemory<float>), dimensions)
            {
                DistanceFunction = DistanceFunction.CosineSimilarity,
            },
        ],
    };

    /// <summary>
    /// The key of a passage. It follows from the content, so that an index is up to date exactly if it has the keys of the documents, and
    /// an update that was interrupted at any point is completed by the next.
    /// </summary>
    /// <param name="passage">The passage.</param>
    /// <param name="encoder">Identifies the encoder and its weights.</param>
    /// <param name="number">How many times the same passage occurs before in the document.</param>
    public static Guid KeyOf(Passage passage, string encoder, int number)
    {
        var content = string.Join('\0', encoder, passage.Document, passage.Title, passage.Lead, passage.Text, number);
        return new(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 16));
    }
}
