using System;
using System.CommandLine;
using System.IO;

namespace ModelGen.Site;

/// <summary>Builds the website of the documentation: the pages, the course, the diagnostics and the reference of the API.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var output = new Option<string>("--output")
        {
            Description = "The folder for the website. A website that is already there is replaced.",
            HelpName = "folder",
            DefaultValueFactory = _ => Path.Combine("artifacts", "site"),
        };
        var command = new RootCommand(
            "Builds the website of the documentation with docfx. Exit code 1: a link leads nowhere, docfx reports a warning, or the "
            + "output folder holds other files.")
        {
            output,
        };
        command.SetAction(parsed =>
        {
            try
            {
                var folder = Path.GetFullPath(parsed.GetValue(output)!);
                new SiteBuilder(Repository.Find(Environment.CurrentDirectory), Console.Out).Build(folder);
                Console.WriteLine($"The website is in {folder}. Show it with: dotnet docfx serve {folder}");
                return 0;
            }
            catch (SiteException exception)
            {
                Console.Error.WriteLine(exception.Message);
                return 1;
            }
        });
        return command.Parse(arguments).Invoke();
    }
}
