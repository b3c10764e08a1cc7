using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace Serve.Tests;

/// <summary>The program of the service, in its own folder and process.</summary>
public sealed class ProcessTests(ModelFixture model) : IClassFixture<ModelFixture>
{
    private static string Folder { get; } = Path.Combine(
        Here(), "..", "..", "samples", "Serve", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0");

    [Fact]
    public void Its_folder_has_nothing_of_TorchSharp_and_libtorch()
    {
        string[] names = [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path))];
        Assert.Contains("Serve.dll", names);
        Assert.Contains("ModelGen.Inference.dll", names);
        Assert.DoesNotContain(names, name => name.Contains("torch", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task It_predicts_without_TorchSharp()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(Folder, "Serve.dll"), "--Model", model.Folder, "--urls", "http://127.0.0.1:0" },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        try
        {
            string? address = null;
            while (address is null && await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
            {
                address = Regex.Match(line, @"http://127\.0\.0\.1:\d+") is { Success: true } match ? match.Value : null;
            }

            using var client = new HttpClient { BaseAddress = new Uri(address!) };
            using var answer = await client.PostAsync(
                "/predict", new StringContent("""{"text": "public sealed class"}""", Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        finally
        {
            process.Kill();
        }
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
