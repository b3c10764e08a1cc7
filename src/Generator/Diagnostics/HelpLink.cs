using System.Linq;
using System.Reflection;

namespace ModelGen.Generator.Diagnostics;

/// <summary>The address of the page in <c>docs/diagnostics</c> that explains a diagnostic; editors open it from the identifier.</summary>
internal static class HelpLink
{
    // The SDK writes the property RepositoryUrl of Directory.Build.props into the assembly.
    private static readonly string Repository =
        typeof(HelpLink).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryUrl").Value;

    public static string For(string id) => $"{Repository}/blob/main/docs/diagnostics/{id}.md";
}
