using System;
using System.IO;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ModelGen.Build;

/// <summary>
/// Writes an adapted copy of TorchSharp's native library if the machine's libstdc++ is older than that of GCC 13;
/// <see cref="LibTorchSharp"/> explains the adaptation.
/// </summary>
public sealed class AdaptLibTorchSharp : Task
{
    /// <summary>The path of the library in the package, which is only read.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>The path of the adapted copy.</summary>
    [Required]
    public string Destination { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            if (!LibTorchSharp.AdaptWhereNeeded(Source, Destination, StandardLibrary.Find()))
            {
                return true;
            }

            Log.LogMessage(
                MessageImportance.High,
                $"{Path.GetFileName(Source)} was adapted to this machine's libstdc++, which lacks {LibTorchSharp.NeededVersion} (GCC 13).");
        }
        catch (Exception e) when (e is LibraryFormatException or IOException or UnauthorizedAccessException)
        {
            Log.LogError(
                subcategory: null,
                errorCode: "MG0902",
                helpKeyword: null,
                file: Source,
                lineNumber: 0,
                columnNumber: 0,
                endLineNumber: 0,
                endColumnNumber: 0,
                message: $"{e.Message.TrimEnd('.')}. To build without this step set the property ModelGenLinuxCompatibility to false.");
        }

        return !Log.HasLoggedErrors;
    }
}
