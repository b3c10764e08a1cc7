using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Zoo;

/// <summary>The command line.</summary>
internal static class Program
{
    private const int UserError = 2;

    internal static int Main(string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return Run(arguments, Console.Out, Console.Error);
    }

    internal static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var name = new Argument<string?>("name")
        {
            Description = "An architecture, of which the layers are shown with their shapes and parameters: " + string.Join(", ", Architectures.All.Select(entry => entry.Name)) + ".",
            Arity = ArgumentArity.ZeroOrOne,
        };
        name.CompletionSources.Add(_ => Architectures.All.Select(entry => new System.CommandLine.Completions.CompletionItem(entry.Name)));

        var command = new RootCommand("Published architectures as declarations. Without an argument: all of them with the parameters that others state and those that are there. Exit code 2: no architecture has this name.")
        {
            name,
        };
        command.SetAction(result => Show(result.GetValue(name), output, error));
        var parsed = command.Parse(arguments);
        if (parsed.Errors.Count == 0)
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
        }

        error.WriteLine(string.Join(' ', parsed.Errors.Select(problem => problem.Message)));
        return UserError;
    }

    private static int Show(string? name, TextWriter output, TextWriter error)
    {
        if (name is null)
        {
            output.Write(Architectures.Table());
            return 0;
        }

        if (Architectures.All.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } found)
        {
            error.WriteLine($"No architecture is called '{name}'. There are {string.Join(", ", Architectures.All.Select(entry => entry.Name))}.");
            return UserError;
        }

        output.Write(found.Summarize());
        return 0;
    }
}
