using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Storage;

namespace Gyre.Testing.Execution;

/// <summary>A home of its own for attempts, with short ways to write orders and to wait for their ends. Removed at the end.</summary>
public sealed class ExecutorHome : IDisposable
{
    private readonly IdSource _ids = IdSource.FromClock(TimeProvider.System);

    /// <summary>The folder.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("gyre-x-").FullName;

    /// <summary>Its storage.</summary>
    public StorageOptions Storage => new() { Home = Root };

    /// <summary>The folder of an attempt.</summary>
    public AttemptFolder Folder(AttemptId attempt) => AttemptFolder.In(Root, attempt);

    /// <summary>An order of shell commands with short limits.</summary>
    public AttemptOrder Order(params string[] commands) => new()
    {
        Attempt = new AttemptId(_ids.Next()),
        Run = new RunId(_ids.Next()),
        NodePath = "node",
        Number = 1,
        Commands = [.. commands],
        Storage = Storage,
        GracePeriod = TimeSpan.FromMilliseconds(300),
    };

    /// <summary>A path in the home for things that tests share with steps.</summary>
    public string Place(string name) => Path.Join(Root, name);

    /// <summary>Stores a text and names it as a file of an input.</summary>
    public async Task<InputFile> StoreAsync(string name, string content, CancellationToken cancellationToken)
    {
        using var blobs = await GyreStore.OpenBlobsAsync(Storage, TimeProvider.System, cancellationToken);
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content));
        var blob = await blobs.PutAsync(stream, cancellationToken);
        return new InputFile { Name = name, Uri = $"file:///{name}", Digest = blob.Digest, SizeInBytes = blob.SizeInBytes };
    }

    /// <summary>Reads a stored text.</summary>
    public async Task<string> ReadAsync(Digest digest, CancellationToken cancellationToken)
    {
        using var blobs = await GyreStore.OpenBlobsAsync(Storage, TimeProvider.System, cancellationToken);
        using var reader = new StreamReader(await blobs.OpenReadAsync(digest, 0, cancellationToken));
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>The log of an attempt as <c>O text</c> lines.</summary>
    public async Task<ImmutableArray<string>> LogAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        await foreach (var line in AttemptLog.ReadAsync(Folder(attempt), 0, follow: false, TimeProvider.System, cancellationToken))
            lines.Add($"{line.Stream}{(line.Continues ? '+' : ' ')}{line.Text}");
        return lines.ToImmutable();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // A supervisor is about to end and wrote its last word meanwhile.
        }
    }
}
