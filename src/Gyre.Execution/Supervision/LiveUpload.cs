using System.Collections.Concurrent;
using System.Globalization;
using Gyre.Core;
using Gyre.Execution.Formats;
using Gyre.Storage;

namespace Gyre.Execution.Supervision;

/// <summary>
/// Takes away and stores files that a step has made read-only while it runs: that is how it says that they are finished. Each is moved out of the outputs
/// in one step, so that what the step writes under the name later is another file. Storing happens aside; the step does not wait for it.
/// </summary>
internal sealed class LiveUpload(AttemptFolder folder, Func<Task<IBlobStore>> openBlobs, SupervisorOptions options, Action<string> warn) : IDisposable
{
    private const UnixFileMode AnyWrite = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>A folder with many files is looked at less often: a look may take a tenth of the time.</summary>
    private const int RestFactor = 10;

    private const string NameSuffix = ".name";
    private const string StoredSuffix = ".json";
    private readonly ConcurrentQueue<(string Path, string Place)> _waiting = new();
    private readonly List<OutputFile> _stored = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly string _taken = folder.Taken;
    private Task _work = Task.CompletedTask;
    private long _restUntil;
    private int _count;

    /// <summary>Looks for finished files. Called by the loop of the step, so it does no more than move names.</summary>
    public void Look()
    {
        if (OperatingSystem.IsWindows() || Environment.TickCount64 < _restUntil)
            return;
        var began = Environment.TickCount64;
        try
        {
            Take(folder.Outputs, "", 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The step may be changing the folder at this moment; the next look or the end sees the rest.
        }
        _restUntil = Environment.TickCount64 + (Environment.TickCount64 - began) * RestFactor;
        if (!_waiting.IsEmpty && _work.IsCompleted)
            _work = Task.Run(StoreAllAsync);
    }

    /// <summary>
    /// What was stored, once everything is; files of one name are all there, in the order they were taken. The notes stay until the result tells the same: they are what
    /// keeps content from being collected as garbage.
    /// </summary>
    public async Task<IReadOnlyList<OutputFile>> CompleteAsync()
    {
        await _work;
        await StoreAllAsync();
        return _stored;
    }

    /// <summary>What a supervisor that is gone took away or stored, in order: its notes say what is what.</summary>
    public static async Task<IReadOnlyList<OutputFile>> LeftAsync(AttemptFolder folder, Func<Task<IBlobStore>> openBlobs)
    {
        var left = new List<OutputFile>();
        for (var number = 0; PlaceOf(folder, number) is var place && File.Exists(place + NameSuffix); number++)
        {
            if (File.Exists(place))
                left.Add(await StoreAsync(await openBlobs(), await File.ReadAllTextAsync(place + NameSuffix), place));
            else if (File.Exists(place + StoredSuffix) && ExecutionJson.Read<OutputFile>(place + StoredSuffix) is { } stored)
                left.Add(stored);
        }
        return left;
    }

    public void Dispose() => _turn.Dispose();

    private static string PlaceOf(AttemptFolder folder, int number) => Path.Join(folder.Taken, number.ToString(CultureInfo.InvariantCulture));

    private static async Task<OutputFile> StoreAsync(IBlobStore blobs, string path, string place)
    {
        var blob = await blobs.PutFileAsync(place, CancellationToken.None);
        var (md5, sha1) = FileChecksums.Of(place);
        return new OutputFile { Path = path, Digest = blob.Digest, SizeInBytes = blob.SizeInBytes, Md5 = md5, Sha1 = sha1 };
    }

    private void Take(string root, string prefix, int depth)
    {
        if (depth > SafePath.MaxSegments || !Directory.Exists(root))
            return;
        foreach (var path in Directory.EnumerateFileSystemEntries(root))
        {
            var name = prefix + Path.GetFileName(path);
            switch (FileKinds.Look(path)?.Kind)
            {
                case FileKind.Folder:
                    Take(path, name + "/", depth + 1);
                    break;
                case FileKind.File when IsFinished(path, name):
                    Take(path, name);
                    break;
            }
        }
    }

    private static bool IsFinished(string path, string name) => !OperatingSystem.IsWindows()
        && name != StepContract.CommonSidecar && !name.EndsWith(StepContract.SidecarSuffix, StringComparison.Ordinal)
        && (File.GetUnixFileMode(path) & AnyWrite) == 0 && SafePath.TryParse(name, out var safe, out _) && safe.ToString() == name;

    private void Take(string path, string name)
    {
        if (_count >= options.MaxOutputFiles)
            return;
        Directory.CreateDirectory(_taken);
        var place = PlaceOf(folder, _count++);
        File.WriteAllText(place + NameSuffix, name);
        File.Move(path, place);
        _waiting.Enqueue((name, place));
    }

    private async Task StoreAllAsync()
    {
        await _turn.WaitAsync();
        try
        {
            while (_waiting.TryDequeue(out var file))
                await StoreAsync(file.Path, file.Place);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task StoreAsync(string path, string place)
    {
        try
        {
            var stored = await StoreAsync(await openBlobs(), path, place);
            await File.WriteAllBytesAsync(place + StoredSuffix, ExecutionJson.Write(stored));
            _stored.Add(stored);
            File.Delete(place);
        }
#pragma warning disable CA1031 // Stores fail in ways of their own; the file is put back, so that the end of the attempt tries once more and says what is wrong.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            warn($"The finished file '{path}' could not be stored while the step ran: {exception.Message}");
            PutBack(path, place);
        }
    }

    private void PutBack(string path, string place)
    {
        var target = Path.Join(folder.Outputs, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(place, File.Exists(target) ? target + ".finished" : target);
    }
}
