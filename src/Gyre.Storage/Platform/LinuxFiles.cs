using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gyre.Storage.Platform;

/// <summary>
/// Files on Linux. The root is opened once; every way below it is walked folder by folder from there without following links, so that a
/// folder which is replaced by a link between a check and the opening leads nowhere.
/// </summary>
internal sealed class LinuxFiles : IFileLayer
{
    private readonly string _root;
    private readonly SafeFileHandle _rootFolder;

    public LinuxFiles(string root)
    {
        _root = Path.GetFullPath(root);
        var folder = LinuxCalls.Open(_root, LinuxCalls.ReadOnly | LinuxCalls.Directory | LinuxCalls.CloseOnExec, 0);
        if (folder < 0)
            throw LinuxCalls.Failure("open the folder", _root);
        _rootFolder = new SafeFileHandle(folder, ownsHandle: true);
    }

    public IWritableFile Create(string path) => InFolderOf(path, (folder, name) =>
    {
        const uint OwnerOnly = 0b110_000_000;
        var flags = LinuxCalls.WriteOnly | LinuxCalls.Create | LinuxCalls.Exclusive | LinuxCalls.NoFollow | LinuxCalls.CloseOnExec;
        var file = LinuxCalls.OpenAt(folder, name, flags, OwnerOnly);
        return file < 0 ? throw LinuxCalls.Failure("create", path) : new WritableFile(new SafeFileHandle(file, ownsHandle: true));
    });

    public SafeFileHandle OpenRead(string path) => InFolderOf(path, (folder, name) =>
    {
        // NonBlocking: opening a fifo that somebody put there must not wait for its writer.
        var flags = LinuxCalls.ReadOnly | LinuxCalls.NoFollow | LinuxCalls.NonBlocking | LinuxCalls.CloseOnExec;
        var file = LinuxCalls.OpenAt(folder, name, flags, 0);
        if (file < 0)
            throw LinuxCalls.Failure("open", path);
        return LinuxCalls.PlainFile(file, path);
    });

    public void SetChanged(string path, DateTimeOffset at)
    {
        using var file = OpenRead(path);
        File.SetLastWriteTimeUtc(file, at.UtcDateTime);
    }

    public void Rename(string from, string to) => InFolderOf(from, (fromFolder, fromName) => InFolderOf(to, (toFolder, toName) =>
        LinuxCalls.RenameAt(fromFolder, fromName, toFolder, toName) < 0 ? throw LinuxCalls.Failure("rename", from) : true));

    public bool Delete(string path)
    {
        try
        {
            return InFolderOf(path, (folder, name) => LinuxCalls.UnlinkAt(folder, name, 0) < 0 ? throw LinuxCalls.Failure("delete", path) : true);
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    public bool CreateFolder(string path) => InFolderOf(path, (folder, name) =>
    {
        const uint OwnerOnly = 0b111_000_000;
        if (LinuxCalls.MakeFolderAt(folder, name, OwnerOnly) == 0)
            return true;
        return Marshal.GetLastPInvokeError() == LinuxCalls.ErrorExists ? false : throw LinuxCalls.Failure("create the folder", path);
    });

    public void SyncFolder(string path) => InFolder(path, folder =>
        LinuxCalls.Sync(folder) < 0 ? throw LinuxCalls.Failure("sync the folder", path) : true);

    public IReadOnlyList<string> List(string path)
    {
        try
        {
            return InFolder<IReadOnlyList<string>>(path, folder =>
                [.. Directory.EnumerateFileSystemEntries($"/proc/self/fd/{folder}/").Select(entry => Path.GetFileName(entry))]);
        }
        catch (IOException exception) when (exception is FileNotFoundException || exception.HResult == LinuxCalls.ErrorNoFolder)
        {
            return [];
        }
    }

    public void Dispose() => _rootFolder.Dispose();

    private T InFolderOf<T>(string path, Func<int, string, T> work)
    {
        var slash = path.LastIndexOf('/');
        return InFolder(slash < 0 ? "" : path[..slash], folder => work(folder, path[(slash + 1)..]));
    }

    private T InFolder<T>(string path, Func<int, T> work)
    {
        var taken = false;
        var opened = new List<int>();
        try
        {
            _rootFolder.DangerousAddRef(ref taken);
            var folder = (int)_rootFolder.DangerousGetHandle();
            foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                var flags = LinuxCalls.ReadOnly | LinuxCalls.Directory | LinuxCalls.NoFollow | LinuxCalls.CloseOnExec;
                folder = LinuxCalls.OpenAt(folder, name, flags, 0);
                if (folder < 0)
                    throw LinuxCalls.Failure("open the folder", path);
                opened.Add(folder);
            }
            return work(folder);
        }
        finally
        {
            foreach (var folder in opened)
                _ = LinuxCalls.Close(folder);
            if (taken)
                _rootFolder.DangerousRelease();
        }
    }
}
