using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using ModelGen.Onnx;
using Serve.Model;
using TorchSharp;

namespace Serve.Tests;

/// <summary>A folder with an untrained model, which services are started with.</summary>
public sealed class ModelFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("modelgen-serve-");

    public ModelFixture()
    {
        torch.manual_seed(1);
        using var model = new LineEncoder(kinds: 3);
        model.ExportOnnx(Path.Combine(Folder, "line-encoder.onnx"));
        File.WriteAllText(Path.Combine(Folder, "kinds.json"), """[".cs", ".json", ".md"]""");
    }

    public string Folder => _folder.FullName;

    internal ServeSettings Settings => new() { Model = Folder, Threads = 1 };

    /// <summary>Starts a service on a free port.</summary>
    public async Task<WebApplication> Start(params string[] arguments)
    {
        var app = Service.Build(["--Model", Folder, "--Threads", "1", "--urls", "http://127.0.0.1:0", .. arguments]);
        await app.StartAsync();
        return app;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
