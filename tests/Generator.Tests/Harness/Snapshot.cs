using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Compares generated files with those that were accepted, in the file convention of Verify.SourceGenerators, so that
/// a change to that package touches this file only.
/// </summary>
internal static class Snapshot
{
    /// <summary>Set to 1, generated files replace the accepted ones: <c>ACCEPT_SNAPSHOTS=1 dotnet test</c>. Refused in CI.</summary>
    public const string AcceptVariable = "ACCEPT_SNAPSHOTS";

    /// <summary>
    /// Requires that <paramref name="driver"/> generated exactly the accepted files of the calling test,
    /// <c>{TestClass}.{Method}#{HintName without .cs}.verified.cs</c> in the folder of its file below <c>Snapshots</c>.
    /// </summary>
    /// <param name="driver">A driver that has run.</param>
    /// <param name="variant">One of the arguments of a theory: the files are those of <c>{Method}_{variant}</c>.</param>
    /// <param name="file">The test's file, named after its class.</param>
    /// <param name="method">The test.</param>
    public static Task Verify(
        GeneratorDriver driver, object? variant = null, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string test = $"{Path.GetFileNameWithoutExtension(file)}.{method}" + (variant is null ? "" : "_" + SnapshotFiles.Variant(variant));
        return SnapshotFiles.Check(SnapshotFiles.FolderOf(file), test, GeneratedFiles(driver),
            Accepting(Environment.GetEnvironmentVariable));
    }

    /// <summary>Whether accepting was asked for.</summary>
    /// <exception cref="InvalidOperationException">It was asked for in CI, or in an unknown way.</exception>
    public static bool Accepting(Func<string, string?> environment)
    {
        bool accept = environment(AcceptVariable) switch
        {
            null or "" or "0" => false,
            "1" => true,
            string other => throw new InvalidOperationException($"{AcceptVariable} is '{other}'; set it to 1 to accept snapshots."),
        };
        bool continuousIntegration = environment("CI") is not (null or "" or "0" or "false") || environment("TF_BUILD") is not (null or "");
        return accept && continuousIntegration
            ? throw new InvalidOperationException($"{AcceptVariable} is set in CI, where accepting would hide every change.")
            : accept;
    }

    /// <summary>What each generated file's snapshot is called, and its text.</summary>
    private static Dictionary<string, string> GeneratedFiles(GeneratorDriver driver) =>
        driver.GetRunResult().Results
            .SelectMany(result => result.GeneratedSources)
            .ToDictionary(source => Path.GetFileNameWithoutExtension(source.HintName),
                source => $"//HintName: {source.HintName}\n{WithoutVersion(source.SourceText.ToString())}");

    // A new version of ModelGen changes no snapshot.
    private static string WithoutVersion(string text) => Regex.Replace(text, """GeneratedCode\("ModelGen", "[0-9.]+"\)""", "GeneratedCode(\"ModelGen\", \"*\")");
}
