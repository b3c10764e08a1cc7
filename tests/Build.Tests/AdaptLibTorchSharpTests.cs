using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using Microsoft.Build.Framework;
using Xunit;

namespace ModelGen.Build.Tests;

/// <summary>What the step tells a build.</summary>
public sealed class AdaptLibTorchSharpTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("modelgen-build-");
    private readonly Log _log = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void AnotherFileIsAnErrorWithItsPathAndTheWayOut()
    {
        var source = PathTo("libLibTorchSharp.so");
        File.WriteAllText(source, "not a library");

        Assert.False(Run(source));

        var error = Assert.Single(_log.Errors);
        Assert.Equal(("MG0902", source), (error.Code, error.File));
        Assert.Equal(
            $"{source}: is not an ELF file; expected a Linux shared library. "
                + "To build without this step set the property ModelGenLinuxCompatibility to false.",
            error.Message);
        Assert.Equal([source], Directory.GetFiles(_directory.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void AMissingFileIsAnErrorWithItsPath()
    {
        Assert.False(Run(PathTo("gone.so")));

        var error = Assert.Single(_log.Errors);
        Assert.Equal(
            $"Could not find file '{PathTo("gone.so")}'. To build without this step set the property ModelGenLinuxCompatibility to false.",
            error.Message);
    }

    [Fact]
    public void WhatWasDoneIsOneLineAndNothingIsSaidWhereNothingWas()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux only.");
        var source = PathTo("libLibTorchSharp.so");
        File.WriteAllBytes(source, new SyntheticLibrary().Build());

        Assert.True(Run(source));

        var suffices = StandardLibrary.Find() is { } library && StandardLibrary.Defines(library, LibTorchSharp.NeededVersion);
        string[] expected = suffices
            ? []
            : ["libLibTorchSharp.so was adapted to this machine's libstdc++, which lacks GLIBCXX_3.4.32 (GCC 13)."];
        Assert.Equal(expected, _log.Messages);
        Assert.Equal(!suffices, File.Exists(PathTo("obj/libLibTorchSharp.so")));
        Assert.Empty(_log.Errors);
    }

    private bool Run(string source) =>
        new AdaptLibTorchSharp { BuildEngine = _log, Source = source, Destination = PathTo("obj/libLibTorchSharp.so") }.Execute();

    private string PathTo(string name) => Path.Combine(_directory.FullName, name);

    /// <summary>Keeps what a task says.</summary>
    private sealed class Log : IBuildEngine
    {
        public List<BuildErrorEventArgs> Errors { get; } = [];

        public List<string?> Messages { get; } = [];

        public bool ContinueOnError => false;

        public int LineNumberOfTaskNode => 0;

        public int ColumnNumberOfTaskNode => 0;

        public string ProjectFileOfTaskNode => "ModelGen.targets";

        public bool BuildProjectFile(
            string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
            throw new NotSupportedException();

        public void LogCustomEvent(CustomBuildEventArgs e) => throw new NotSupportedException();

        public void LogErrorEvent(BuildErrorEventArgs e) => Errors.Add(e);

        public void LogMessageEvent(BuildMessageEventArgs e) => Messages.Add(e.Message);

        public void LogWarningEvent(BuildWarningEventArgs e) => throw new NotSupportedException();
    }
}
