using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ModelGen.Adapters;
using ModelGen.Runtime.Tests.Adapters;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Checkpoints;

/// <summary>
/// What a save does to the files that are there: their permissions, links, other kinds of files, and shards of earlier saves.
/// </summary>
public sealed class SavedFileTests
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly SaveOptions _sharded = new() { MaxShardBytes = 20 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_private_file_stays_private(bool sharded)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        using var module = nn.Linear(5, 4);
        var options = sharded ? _sharded : new SaveOptions();
        Checkpoint.Save(module, folder["model.safetensors"], options);
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            File.SetUnixFileMode(file, Private);
        }

        // The same form, the other form, and back: whatever is written takes the permissions of what it replaces.
        foreach (var next in new[] { options, sharded ? new SaveOptions() : _sharded, options })
        {
            Checkpoint.Save(module, folder["model.safetensors"], next);
            AssertPrivate(folder);
        }
    }

    [Fact]
    public void A_private_file_is_private_while_it_is_written()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a"], "old");
        File.SetUnixFileMode(folder["a"], Private);
        using var files = new ModelGen.Checkpoints.AtomicFiles();
        files.Write(folder["a"], _ => AssertPrivate(folder));
    }

    [Fact]
    public void A_symbolic_link_is_followed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        using var old = nn.Linear(5, 4);
        using var module = nn.Linear(5, 4);
        using var loaded = nn.Linear(5, 4);
        Directory.CreateDirectory(folder["blobs"]);
        Directory.CreateDirectory(folder["snapshot"]);
        Checkpoint.Save(old, folder["blobs/1"]);
        File.CreateSymbolicLink(folder["snapshot/middle"], "../blobs/1");
        File.CreateSymbolicLink(folder["snapshot/model.safetensors"], "middle");
        Checkpoint.Save(module, folder["snapshot/model.safetensors"]);
        Assert.Equal("middle", new FileInfo(folder["snapshot/model.safetensors"]).LinkTarget);
        Assert.Null(new FileInfo(folder["blobs/1"]).LinkTarget);
        Checkpoint.Load(loaded, folder["blobs/1"]);
        Agreement.Assert(loaded.weight, module.weight, 0, "weight");

        // A link to a file that is not there yet creates it, as it does for other programs.
        File.CreateSymbolicLink(folder["new.safetensors"], "blobs/2");
        Checkpoint.Save(module, folder["new.safetensors"]);
        Assert.True(File.Exists(folder["blobs/2"]));
        Assert.Equal("blobs/2", new FileInfo(folder["new.safetensors"]).LinkTarget);
    }

    [Fact]
    public void Only_a_regular_file_is_replaced()
    {
        using var folder = new TemporaryFolder();
        using var module = nn.Linear(5, 4);
        Directory.CreateDirectory(folder["model.safetensors"]);
        Refused(folder["model.safetensors"], "is a directory, expected the path of a regular file.");
        Directory.CreateDirectory(folder["sharded.safetensors.index.json"]);
        Refused(folder["sharded.safetensors"], "is a directory, expected the path of a regular file.");
        if (NamedPipe.IsAvailable)
        {
            NamedPipe.Create(folder["pipe.safetensors"]);
            Refused(folder["pipe.safetensors"], "is a named pipe, expected the path of a regular file.");
            File.CreateSymbolicLink(folder["link.safetensors"], folder["pipe.safetensors"]);
            Refused(folder["link.safetensors"], "is a named pipe, expected the path of a regular file.");
            Refused("/dev/null", "is a device, expected the path of a regular file.");
        }

        Assert.DoesNotContain(Directory.GetFiles(folder.Path), file => Path.GetFileName(file).StartsWith('.'));

        void Refused(string path, string message)
        {
            foreach (var options in new[] { new SaveOptions(), _sharded })
            {
                Assert.EndsWith(message,
                    NamedPipe.Promptly(() => Assert.Throws<IOException>(() => Checkpoint.Save(module, path, options))).Message);
            }
        }
    }

    [Fact]
    public void Opening_a_named_pipe_is_refused()
    {
        if (!NamedPipe.IsAvailable)
        {
            return;
        }

        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "model.safetensors", "model.safetensors.index.json", "weights.bin" })
        {
            NamedPipe.Create(folder[name]);
            Refused(folder[name], folder[name]);
        }

        Refused(folder.Path, folder["model.safetensors.index.json"]);
        File.Delete(folder["model.safetensors.index.json"]);
        File.WriteAllText(folder["model.safetensors.index.json"], """{"weight_map":{"a":"model.safetensors"}}""");
        Refused(folder.Path, folder["model.safetensors"]);

        NamedPipe.Create(folder["adapter_config.json"]);
        using var model = AdapterBehaviourTests.Trained();
        Assert.EndsWith("This is a named pipe, expected a regular file.",
            NamedPipe.Promptly(() => Assert.Throws<CheckpointException>(() => model.Adapters.Load(folder.Path))).Message);

        void Refused(string path, string file)
            => Assert.Equal(
                $"{file}: this is a named pipe, expected a regular file.",
                NamedPipe.Promptly(() => Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path))).Message);
    }

    [Fact]
    public void Shards_of_an_earlier_save_are_deleted()
    {
        using var folder = new TemporaryFolder();
        using var large = nn.Sequential([("a", nn.Linear(5, 4)), ("b", nn.Linear(4, 3))]);
        using var small = nn.Linear(5, 4);
        using var loaded = nn.Linear(5, 4);
        File.WriteAllText(folder["notes.txt"], "mine");
        File.WriteAllText(folder["model-final-00001-of-00002.safetensors"], "mine");
        Checkpoint.Save(large, folder["model.safetensors"], _sharded);
        Assert.True(File.Exists(folder["model-00004-of-00004.safetensors"]));

        Checkpoint.Save(small, folder["model.safetensors"], _sharded);
        Assert.Equal(2 + 3, Directory.GetFiles(folder.Path).Length);
        Checkpoint.Load(loaded, folder.Path);
        Agreement.Assert(loaded.weight, small.weight, 0, "weight");

        // What a save that was killed before its index left.
        File.WriteAllText(folder["model-abcde123-00001-of-00002.safetensors"], string.Empty);
        Checkpoint.Save(small, folder["model.safetensors"], _sharded);
        Assert.Equal(2 + 3, Directory.GetFiles(folder.Path).Length);

        Checkpoint.Save(small, folder["model.safetensors"]);
        Assert.Equal(["model-final-00001-of-00002.safetensors", "model.safetensors", "notes.txt"], Names(folder));
    }

    [Fact]
    public void A_reader_of_the_old_index_keeps_the_old_shards()
    {
        using var folder = new TemporaryFolder();
        using var module = Filled(0);
        Checkpoint.Save(module, folder["model.safetensors"], _sharded);
        var old = Names(folder);
        using var reader = CheckpointFile.Open(folder.Path);
        using var next = Filled(1);
        Checkpoint.Save(next, folder["model.safetensors"], _sharded);
        Assert.Equal(["model.safetensors.index.json"], Names(folder).Intersect(old));
        if (!OperatingSystem.IsWindows())
        {
            using var values = reader["weight"].Read();
            Assert.All(values.data<float>().ToArray(), value => Assert.Equal(0, value));
        }
    }

    /// <summary>A reader sees one save or another, never some tensors of each.</summary>
    [Fact]
    public async Task Readers_never_see_two_saves_mixed()
    {
        using var folder = new TemporaryFolder();
        var modules = Enumerable.Range(0, 3).Select(Filled).ToArray();
        Checkpoint.Save(modules[0], folder["model.safetensors"], _sharded);
        using var loaded = nn.Linear(5, 4);
        var writing = Task.Run(Write, TestContext.Current.CancellationToken);
        var read = 0;
        for (; !writing.IsCompleted || read == 0; read++)
        {
            Checkpoint.Load(loaded, folder.Path);
            var values = loaded.weight.data<float>().Concat(loaded.bias!.data<float>()).Distinct().ToArray();
            Assert.True(values.Length == 1, $"Read {read} has the values {string.Join(", ", values)}.");
        }

        await writing;
        Assert.All(modules, module => module.Dispose());

        void Write()
        {
            for (var i = 1; i <= 120; i++)
            {
                Checkpoint.Save(modules[i % 3], folder["model.safetensors"], i % 10 == 0 ? new SaveOptions() : _sharded);
            }
        }
    }

    private static void AssertPrivate(TemporaryFolder folder)
    {
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            Assert.Equal(Private, OperatingSystem.IsWindows() ? Private : File.GetUnixFileMode(file));
        }
    }

    private static Linear Filled(int value)
    {
        var module = nn.Linear(5, 4);
        using var quiet = no_grad();
        module.weight.fill_(value);
        module.bias!.fill_(value);
        return module;
    }

    private static string[] Names(TemporaryFolder folder) =>
        [.. Directory.GetFiles(folder.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
