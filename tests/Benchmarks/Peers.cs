using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace ModelGen.Benchmarks;

/// <summary>
/// Other generators beside this one: each project is built cold, in turn, several times, and the compiler itself says
/// (<c>ReportAnalyzer</c>) what generators and analyzers took.
/// </summary>
internal static partial class Peers
{
    private const int DefaultRounds = 5;
    private const int DefaultTypes = 1000;

    /// <summary>Builds, and prints a table. The arguments are the number of rounds and the number of types of each project.</summary>
    public static async Task<int> Run(string[] arguments)
    {
        int rounds = arguments.Length == 0 ? DefaultRounds : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        int types = arguments.Length < 2 ? DefaultTypes : int.Parse(arguments[1], CultureInfo.InvariantCulture);
        string version = $"0.0.1-peers.{Guid.NewGuid():N}";
        string root = Directory.CreateTempSubdirectory("modelgen-peers-").FullName;
        try
        {
            // The package as users get it, under a version that no cache knows.
            string feed = Path.Combine(root, "feed");
            await DotNet(Repository(), $"pack src/Package -c Release -o {feed} -p:PackageVersion={version}");
            Dictionary<PeerProject, List<Times>> times =
                PeerProject.All(version, feed).ToDictionary(project => project, _ => new List<Times>());
            foreach (PeerProject project in times.Keys)
            {
                project.Write(Folder(root, project), types);
                await DotNet(Folder(root, project), "restore");
            }

            // The first round warms the disk and does not count.
            for (int round = 0; round <= rounds; round++)
            {
                foreach ((PeerProject project, List<Times> measured) in times)
                {
                    Times one = Read(await DotNet(Folder(root, project), "build --no-restore --no-incremental -c Release -v:diag -tl:off"),
                        project.Assembly);
                    if (round > 0)
                    {
                        measured.Add(one);
                    }
                }
            }

            Print(times, rounds, types);
            return 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
            string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            string restored = Path.Combine(packages, "modelgen", version);
            if (Directory.Exists(restored))
            {
                Directory.Delete(restored, recursive: true);
            }
        }
    }

    private static void Print(Dictionary<PeerProject, List<Times>> times, int rounds, int types)
    {
        Console.WriteLine($"{types} type(s) each, median of {rounds} cold builds in turn, {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine("| | generator, s | analyzers, s | both, s | goal |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        foreach ((PeerProject project, List<Times> measured) in times)
        {
            Console.WriteLine(
                $"| {project.Name} | {Median(measured, time => time.Generator):0.00} | {Median(measured, time => time.Analyzer):0.00} | "
                    + $"{Median(measured, time => time.Generator + time.Analyzer):0.00} | {project.Goal} |");
        }
    }

    // The compiler lists analyzers first, then generators, each assembly with its sum; "<0.001" is next to nothing.
    private static Times Read(string log, string assembly)
    {
        (double analyzer, double generator) = (0, 0);
        bool isGenerators = false;
        foreach (string line in log.Split('\n'))
        {
            isGenerators = line.Contains("Total generator execution time", StringComparison.Ordinal)
                || (isGenerators && !line.Contains("Total analyzer execution time", StringComparison.Ordinal));
            Match match = AssemblyLine().Match(line);
            if (match.Success && match.Groups["name"].Value.StartsWith(assembly, StringComparison.Ordinal))
            {
                double seconds = double.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture);
                (analyzer, generator) = isGenerators ? (analyzer, generator + seconds) : (analyzer + seconds, generator);
            }
        }

        return generator > 0
            ? new(analyzer, generator)
            : throw new InvalidOperationException($"The compiler reported no time of {assembly}.");
    }

    private static async Task<string> DotNet(string folder, string arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(
            $"dotnet {arguments} in {folder} failed:\n{string.Join('\n', output.Split('\n').TakeLast(30))}");
    }

    private static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    private static string Folder(string root, PeerProject project) => Path.Combine(root, project.Assembly);

    private static double Median(IEnumerable<Times> times, Func<Times, double> value)
    {
        double[] sorted = [.. times.Select(value).Order()];
        return sorted[sorted.Length / 2];
    }

    [GeneratedRegex(@"^\s*<?(?<seconds>\d+[.,]\d+)\s+<?\d+\s+(?<name>[\w.]+), Version=")]
    private static partial Regex AssemblyLine();

    private readonly record struct Times(double Analyzer, double Generator);
}
