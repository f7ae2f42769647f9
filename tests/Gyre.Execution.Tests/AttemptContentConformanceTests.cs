using Gyre.Core;
using Gyre.Storage;
using Gyre.Testing.Execution;
using Gyre.Testing.Storage;

namespace Gyre.Execution.Tests;

public sealed class AttemptContentConformanceTests : ContentUserConformance
{
    private readonly ExecutorHome _home = new();

    protected override IContentUser User => new AttemptContent(_home.Root);

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        _home.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async Task NeedAsync(string name, Digest content)
    {
        var order = _home.Order("true") with
        {
            Attempt = AttemptOf(name),
            Inputs = [new InputOrder("in", [new InputFile { Name = name, Uri = $"file:///{name}", Digest = content, SizeInBytes = 1 }])],
        };
        var folder = _home.Folder(order.Attempt);
        Directory.CreateDirectory(folder.Root);
        await File.WriteAllBytesAsync(folder.Order, ExecutionJson.Write(order), Cancel);
    }

    protected override Task LetGoAsync(string name)
    {
        Directory.Delete(_home.Folder(AttemptOf(name)).Root, recursive: true);
        return Task.CompletedTask;
    }

    private static AttemptId AttemptOf(string name) => new(GuidIds.FromNames(name, "attempt"));
}
