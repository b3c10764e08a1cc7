using System;
using System.IO;

namespace ModelGen.Package.Tests;

/// <summary>A folder with a user's projects; it goes with the test.</summary>
public sealed class ScratchFolder : IDisposable
{
    internal ScratchFolder(string path, string version)
    {
        Path = path;
        Version = version;
        Directory.CreateDirectory(path);
    }

    public string Path { get; }

    /// <summary>The version of ModelGen that its projects reference.</summary>
    public string Version { get; }

    /// <summary>The path of <paramref name="name"/> in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>A reference to the package.</summary>
    public string ModelGen => $"""<PackageReference Include="ModelGen" Version="{Version}" />""";

    /// <summary>A reference to the package of published models.</summary>
    public string ModelGenModels => $"""<PackageReference Include="ModelGen.Models" Version="{Version}" />""";

    /// <summary>A reference to the package of pictures.</summary>
    public string ModelGenPlots => $"""<PackageReference Include="ModelGen.Training.Plots" Version="{Version}" />""";

    /// <summary>A reference to libtorch for the platform that the tests run on.</summary>
    public string LibTorch => $"""<PackageReference Include="libtorch-cpu-{Build.Platform}" Version="{Build.LibTorchVersion}" />""";

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    /// <summary>Writes the project <c>{name}/{name}.csproj</c>.</summary>
    public void WriteProject(string name, string properties, params string[] items) => Write($"{name}/{name}.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <Nullable>enable</Nullable>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            {string.Join("\n    ", items)}
          </ItemGroup>
        </Project>
        """);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
