using System.IO;
using System.Text;
using ModelGen.Checkpoints;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Files;

/// <summary>Writes the folder of a model in Python.</summary>
internal static class PyTorchFolder
{
    // The width of lines that black has by default, which flake8 does not.
    private const string Flake8 = "[flake8]\nmax-line-length = 88\nextend-ignore = E203\n";

    /// <summary>Writes the files. Existing ones are replaced once all new ones are complete.</summary>
    public static void Write(nn.Module model, string folder, PyTorchExportOptions options)
    {
        var file = ModelFile.Of(model);
        if (options.Training && model is IDeclaredModel { Architecture.Loss: null })
        {
            throw new PyTorchExportException(
                $"{model.GetType().Name} cannot be exported with its training: it declares no loss. Add one, such as [CrossEntropyLoss].");
        }

        Directory.CreateDirectory(folder);
        using var files = new AtomicFiles();
        Add("model.py", file.Model);
        if (file.Layers is not null)
        {
            Add("layers.py", file.Layers);
        }

        Add("checkpoint.py", HelperFile.Resource("checkpoint"));
        if (options.Training)
        {
            Add("train.py", HelperFile.Resource("train"));
            Add("data.py", HelperFile.Resource("data"));
        }

        Add(".flake8", Flake8);
        Checkpoint.Save(model, Path.Combine(folder, "model.safetensors"));
        files.Commit();

        void Add(string name, string text) =>
            files.Write(Path.Combine(folder, name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }
}
