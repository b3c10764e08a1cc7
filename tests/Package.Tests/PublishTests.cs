using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>Published programs.</summary>
public sealed class PublishTests(Packages packages)
{
    /// <summary>
    /// TorchSharp is not annotated for trimming and says so in one warning; there is none of ModelGen and none of what it generates.
    /// </summary>
    [Fact]
    public async Task TrimmedProgramRuns()
    {
        using var folder = packages.NewFolder();
        folder.WriteProject(
            "App",
            "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>"
                + "<PublishTrimmed>true</PublishTrimmed><SelfContained>true</SelfContained>",
            folder.ModelGen,
            folder.LibTorch);
        folder.Write("App/Program.cs", """
            using System;
            using ModelGen;
            using static TorchSharp.torch;

            using var model = new Classifier(new ModelGen.Layers.RotaryOptions { Base = 500 });
            using var ids = zeros(2, 5, dtype: int64);
            using var target = zeros(2, dtype: int64);
            using var loss = model.Loss(ids, target);
            loss.backward();
            using var scores = model.forward(ids);
            model.SaveFolder("saved");
            using var saved = Classifier.FromFolder("saved");
            Console.WriteLine(string.Join(" ", scores.shape) + ", " + saved.state_dict().Count);

            [Model]
            [Input("B", "T", Type = DType.Int64)]
            [Setting("activation", Default = Activation.Gelu), Setting("rotary"), Setting("eps", Default = 1e-5)]
            [Embedding(10, 8), MultiHeadAttention(2, Rotary = "rotary"), FeedForward(16, Activation = "activation")]
            [Lstm(16), Select(Axis = 1, Index = -1), LayerNorm(Eps = "eps"), Linear(3)]
            [CrossEntropyLoss]
            public partial class Classifier;
            """);

        var result = await Dotnet.Run(folder.Path, "publish", "App", "--runtime", Build.Platform, "--output", folder["published"]);
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("IL2104: Assembly 'TorchSharp' produced trim warnings", Assert.Single(result.Warnings));

        var run = await Dotnet.Start(folder[Path.Combine("published", "App")], folder.Path);
        Assert.Equal("2 3, 21\n", run.Output);
    }
}
