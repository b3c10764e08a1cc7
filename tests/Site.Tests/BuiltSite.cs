using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

[assembly: AssemblyFixture(typeof(ModelGen.Site.Tests.BuiltSite))]

namespace ModelGen.Site.Tests;

/// <summary>The website, built once for all tests. Without docfx, the tests that need it are skipped.</summary>
public sealed class BuiltSite : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("site-");
    private readonly string? _missing;

    /// <summary>Builds the website.</summary>
    public BuiltSite()
    {
        var builder = new SiteBuilder(Repository, Log);
        try
        {
            builder.RestoreTools();
        }
        catch (SiteException)
        {
            _missing = $"docfx could not be restored: {Log}";
            return;
        }

        builder.Build(Path.Combine(_parent.FullName, "site"));
    }

    /// <summary>The folder of the website. Skips the test that asks for it where docfx is missing.</summary>
    public string Folder
    {
        get
        {
            Assert.SkipWhen(_missing is not null, _missing ?? "");
            return Path.Combine(_parent.FullName, "site");
        }
    }

    /// <summary>What docfx printed.</summary>
    internal StringWriter Log { get; } = new();

    /// <summary>The repository whose documentation it shows.</summary>
    internal static Repository Repository { get; } = Repository.Find(AppContext.BaseDirectory);

    /// <summary>The paths of the HTML pages, with slashes.</summary>
    public IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Folder, "*.html", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>Deletes the website.</summary>
    public void Dispose() => _parent.Delete(recursive: true);
}
