using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using ModelGen;
using ModelGen.Onnx;
using ModelGen.PyTorch;
using TorchSharp;

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
            Description = "An architecture, whose layers are shown with their shapes and parameters: "
                + string.Join(", ", Architectures.All.Select(entry => entry.Name))
                + ".",
            Arity = ArgumentArity.ZeroOrOne,
        };
        name.CompletionSources.Add(_ => Architectures.All.Select(entry => new System.CommandLine.Completions.CompletionItem(entry.Name)));

        var command = new RootCommand(
            "Published architectures as declarations. Without an argument, lists all of them with the published and the actual numbers of "
            + "parameters. Exit code 2: the architecture does not exist.")
        {
            name,
            Draw(output, error),
            Export(output, error),
            ExportPyTorch(output, error),
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

    private static Command Draw(TextWriter output, TextWriter error)
    {
        var name = new Argument<string>("name") { Description = "The architecture." };
        name.CompletionSources.Add(_ => Architectures.All.Select(entry => new System.CommandLine.Completions.CompletionItem(entry.Name)));
        var file = new Option<FileInfo?>("--output")
        {
            Description = "The file to write: .svg for an SVG document, .mmd for Mermaid. By default the SVG document is printed.",
            HelpName = "file",
        };
        var command = new Command(
            "draw", "Draws an architecture: stages as boxes, shapes on the arrows, repeated layers folded, each block once.")
        {
            name,
            file,
        };
        command.SetAction(result => Draw(result.GetValue(name)!, result.GetValue(file), output, error));
        return command;
    }

    private static Command Export(TextWriter output, TextWriter error)
    {
        var name = new Argument<string>("name") { Description = "The architecture." };
        name.CompletionSources.Add(_ => Architectures.All.Select(entry => new System.CommandLine.Completions.CompletionItem(entry.Name)));
        var file = new Option<FileInfo?>("--output")
        {
            Description = "The file to write; NAME.onnx by default.",
            HelpName = "file",
        };
        var opset = new Option<int>("--opset")
        {
            Description = "The version of ONNX's operators: 17 or 23.",
            DefaultValueFactory = _ => 17,
        };
        opset.AcceptOnlyFromAmong("17", "23");
        var weights = new Option<WeightType>("--weights")
        {
            Description = "The type of the weights: " + string.Join(", ", Enum.GetNames<WeightType>()) + ".",
            DefaultValueFactory = _ => WeightType.Unchanged,
        };
        weights.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, Enum.GetNames<WeightType>());
        var command = new Command("export", "Writes an architecture with new weights in the ONNX format.") { name, file, opset, weights };
        command.SetAction(result => Export(
            result.GetValue(name)!, result.GetValue(file),
            new OnnxExportOptions { Opset = result.GetValue(opset), Weights = result.GetValue(weights) }, output, error));
        return command;
    }

    private static int Export(string name, FileInfo? file, OnnxExportOptions options, TextWriter output, TextWriter error)
    {
        if (Find(name, error) is not { } found)
        {
            return UserError;
        }

        var path = file?.FullName ?? $"{found.Name}.onnx";
        try
        {
            using var model = found.Create(torch.CPU);
            var clock = Stopwatch.StartNew();
            model.ExportOnnx(path, options);
            output.WriteLine($"{path}: {new FileInfo(path).Length:N0} bytes in {clock.Elapsed.TotalSeconds:F1} s.");
            return 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or OnnxExportException)
        {
            error.WriteLine(problem is OnnxExportException ? problem.Message : $"'{path}' cannot be written: {problem.Message}");
            return UserError;
        }
    }

    private static Command ExportPyTorch(TextWriter output, TextWriter error)
    {
        var name = new Argument<string>("name") { Description = "The architecture." };
        name.CompletionSources.Add(_ => Architectures.All.Select(entry => new System.CommandLine.Completions.CompletionItem(entry.Name)));
        var folder = new Option<DirectoryInfo?>("--output")
        {
            Description = "The folder to write; NAME by default.",
            HelpName = "folder",
        };
        var command = new Command("pytorch", "Writes an architecture with new weights as PyTorch code.") { name, folder };
        command.SetAction(result => ExportPyTorch(result.GetValue(name)!, result.GetValue(folder), output, error));
        return command;
    }

    private static int ExportPyTorch(string name, DirectoryInfo? folder, TextWriter output, TextWriter error)
    {
        if (Find(name, error) is not { } found)
        {
            return UserError;
        }

        var path = folder?.FullName ?? found.Name;
        try
        {
            using var model = found.Create(torch.CPU);
            model.ExportPyTorch(path);
            output.WriteLine($"{Path.Combine(path, "model.py")}, with the weights in model.safetensors.");
            return 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or PyTorchExportException)
        {
            error.WriteLine(problem is PyTorchExportException ? problem.Message : $"'{path}' cannot be written: {problem.Message}");
            return UserError;
        }
    }

    private static int Draw(string name, FileInfo? file, TextWriter output, TextWriter error)
    {
        if (Find(name, error) is not { } found)
        {
            return UserError;
        }

        if (file is null)
        {
            output.Write(found.Declaration.ToSvg());
            return 0;
        }

        if (file.Extension.ToUpperInvariant() is not (".SVG" or ".MMD"))
        {
            error.WriteLine($"'{file.Name}' must end with .svg or .mmd.");
            return UserError;
        }

        try
        {
            File.WriteAllText(file.FullName, file.Extension.Equals(".svg", StringComparison.OrdinalIgnoreCase)
                ? found.Declaration.ToSvg()
                : found.Declaration.ToMermaid());
            return 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"'{file}' cannot be written: {problem.Message}");
            return UserError;
        }
    }

    private static int Show(string? name, TextWriter output, TextWriter error)
    {
        if (name is null)
        {
            output.Write(Architectures.Table());
            return 0;
        }

        if (Find(name, error) is not { } found)
        {
            return UserError;
        }

        output.Write(found.Summarize());
        return 0;
    }

    private static Entry? Find(string name, TextWriter error)
    {
        var found = Architectures.All.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            error.WriteLine($"There is no architecture '{name}'; there are "
                + $"{string.Join(", ", Architectures.All.Select(entry => entry.Name))}.");
        }

        return found;
    }
}
