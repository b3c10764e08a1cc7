using System;
using System.Linq;

namespace ModelGen.Models.Tests;

/// <summary>What a map calls a weight of the module in the checkpoint; several that the checkpoint holds as one have one name.</summary>
internal static class HubNames
{
    public static Func<string, string> Of(NameMap map)
    {
        map.Check();
        return key => map.Groups([key], map.Prefixes[0])[0].Checkpoint.Single();
    }
}
