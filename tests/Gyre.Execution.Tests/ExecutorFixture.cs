using Gyre.Core;
using Gyre.Execution.Platform;
using Gyre.Testing;
using Gyre.Testing.Execution;

namespace Gyre.Execution.Tests;

/// <summary>A home with a process executor and short ways to look at what it does.</summary>
public abstract class ExecutorFixture : IAsyncLifetime
{
    private protected ExecutorHome Home { get; } = new();

    private protected ProcessExecutor Executor { get; private set; } = null!;

    private protected NoticeBoard Notices { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected virtual ProcessExecutorOptions Change(ProcessExecutorOptions options) => options;

    public async ValueTask InitializeAsync() => await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (Executor is not null)
            await Executor.DisposeAsync();
        Home.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task OpenAsync()
    {
        Executor = await Host.OpenAsync(Home, Cancel, Change);
        Notices = new NoticeBoard(Executor);
    }

    private protected async Task ReopenAsync()
    {
        await Executor.DisposeAsync();
        await OpenAsync();
    }

    protected async Task<AttemptResult> RunAsync(AttemptOrder order)
    {
        await Executor.SubmitAsync(order, Cancel);
        return await Notices.EndOfAsync(order.Attempt, Cancel);
    }

    /// <summary>Waits until a step has written a file; a step writes it under another name and renames it.</summary>
    protected static async Task<string> AppearsAsync(string path)
    {
        await Patience.UntilAsync(() => File.Exists(path), Cancel, path);
        return await File.ReadAllTextAsync(path, Cancel);
    }

    /// <summary>Waits until a process is gone.</summary>
    protected static Task GoneAsync(int process) => Patience.UntilAsync(() => !IsRunning(process), Cancel);

    protected static bool IsRunning(int process) => ProcessTable.Find(process) is { IsGone: false };

    /// <summary>Shell text that writes a process id into a file in one step.</summary>
    protected static string Tell(string path, string id = "$$") => $"echo {id} > '{path}.new' && mv '{path}.new' '{path}'";

    protected static int Number(string text) => int.Parse(text.Trim(), System.Globalization.CultureInfo.InvariantCulture);

    private protected static Value Of(string json) => ValueJson.Parse(json);
}
