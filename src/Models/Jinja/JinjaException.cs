using System;

namespace ModelGen.Models.Jinja;

/// <summary>What a template does wrong, or what is not supported, with its line.</summary>
internal sealed class JinjaException(string message, int line) : Exception($"line {line}: {message}");
