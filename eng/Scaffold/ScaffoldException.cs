using System;

namespace ModelGen.Scaffold;

/// <summary>A request that cannot be carried out; nothing was written.</summary>
internal sealed class ScaffoldException(string message) : Exception(message);
