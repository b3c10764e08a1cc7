using System;
using System.IO;

namespace ModelGen.Benchmarks;

/// <summary>A project of types that one generator completes.</summary>
/// <param name="Name">The generator, for people.</param>
/// <param name="Assembly">The assembly that holds it and its analyzers.</param>
/// <param name="Items">What the project file refers to.</param>
/// <param name="Source">The file of the type of that number.</param>
/// <param name="Goal">What both together should be, for people.</param>
/// <param name="Feed">A folder of packages besides the feeds of the machine.</param>
internal sealed record PeerProject(
    string Name, string Assembly, string Items, Func<int, string> Source, string Goal = "", string? Feed = null)
{
    /// <summary>The projects.</summary>
    /// <param name="version">The version of this repository's package, which <paramref name="feed"/> contains.</param>
    /// <param name="feed">The folder of the package.</param>
    public static PeerProject[] All(string version, string feed) =>
    [
        new("MVVM Toolkit 8.4.2, six observable properties", "CommunityToolkit.Mvvm.SourceGenerators", Package("CommunityToolkit.Mvvm", "8.4.2"), i => $$"""
            using CommunityToolkit.Mvvm.ComponentModel;

            namespace Peers;

            public partial class ViewModel{{i}} : ObservableObject
            {
                [ObservableProperty] private int _count;
                [ObservableProperty] private long _total;
                [ObservableProperty] private double _ratio;
                [ObservableProperty] private bool _isActive;
                [ObservableProperty] private string _title = "";
                [ObservableProperty] private string _text = "";
            }
            """),
        new("MemoryPack 1.21.4, six members", "MemoryPack.Generator", Package("MemoryPack", "1.21.4"), i => $$"""
            using MemoryPack;

            namespace Peers;

            [MemoryPackable]
            public partial class Record{{i}}
            {
                public int Count { get; set; }
                public long Total { get; set; }
                public double Ratio { get; set; }
                public bool IsActive { get; set; }
                public string Title { get; set; } = "";
                public string Text { get; set; } = "";
            }
            """),
        new("ModelGen, eight layers", "ModelGen.Generator", Package("ModelGen", version), i => $$"""
            using ModelGen;

            namespace Peers;

            [Model]
            [Input("B", "T", {{64 + i}})]
            [LayerNorm, Linear("hidden"), Gelu, Dropout(0.1), Lstm(128), Select(Axis = 1, Index = -1), Linear(64), Relu]
            [Output("B", 64)]
            public partial class Model{{i}};
            """, "< MemoryPack", feed),
    ];

    /// <summary>Writes the project into a folder.</summary>
    public void Write(string folder, int types)
    {
        Directory.CreateDirectory(folder);
        // Nothing above the folder may join in.
        foreach (string name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            File.WriteAllText(Path.Combine(folder, name), "<Project />");
        }

        if (Feed is not null)
        {
            File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
                <configuration>
                  <packageSources>
                    <add key="packed" value="{Feed}" />
                  </packageSources>
                </configuration>
                """);
        }

        File.WriteAllText(Path.Combine(folder, "Peer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <EnableNETAnalyzers>false</EnableNETAnalyzers>
                <ReportAnalyzer>true</ReportAnalyzer>
                <UseSharedCompilation>false</UseSharedCompilation>
              </PropertyGroup>
              <ItemGroup>{Items}</ItemGroup>
            </Project>
            """);
        for (int i = 0; i < types; i++)
        {
            File.WriteAllText(Path.Combine(folder, $"Type{i}.cs"), Source(i));
        }
    }

    private static string Package(string name, string version) => $"""<PackageReference Include="{name}" Version="{version}" />""";
}
