using System;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Runtime.Tests.Checkpoints;

/// <summary>A named pipe that no program writes to: whoever opens it for reading waits for ever.</summary>
internal static class NamedPipe
{
    public static bool IsAvailable => !OperatingSystem.IsWindows();

    public static void Create(string path) => Assert.Equal(0, MakePipe(path, 0x180));

    /// <summary>Runs what must not wait for the pipe; the thread of one that does is lost.</summary>
    public static T Promptly<T>(Func<T> call)
    {
        var running = Task.Factory.StartNew(
            call, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(Task.WaitAny([running], 60_000, TestContext.Current.CancellationToken) == 0, "The call waits for the named pipe.");
        return running.GetAwaiter().GetResult();
    }

    [DllImport("libc", EntryPoint = "mkfifo")]
    private static extern int MakePipe([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
}
