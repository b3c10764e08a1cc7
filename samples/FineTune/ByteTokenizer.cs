using System.Collections.Generic;
using System.Linq;
using System.Text;
using ModelGen.Models.Tokenization;

namespace FineTune;

/// <summary>The bytes of UTF-8 as ids.</summary>
internal sealed class ByteTokenizer : ITokenizer
{
    public IReadOnlyList<long> Encode(string text) => [.. Encoding.UTF8.GetBytes(text).Select(value => (long)value)];

    public string Decode(IReadOnlyList<long> ids) => Encoding.UTF8.GetString([.. ids.Select(id => (byte)id)]);
}
