using System.Formats.Tar;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Repositories;

/// <summary>Where a project is read from.</summary>
/// <param name="Path">A file, or a folder that holds one.</param>
/// <param name="Origin">The commit it is, or is near to; null outside of git.</param>
/// <param name="ProjectName">Its name when the folder's is none; null for the folder's.</param>
/// <param name="Repository">The repository it was laid out from; null when the folder itself belongs to it.</param>
internal sealed record ProjectSource(string Path, CodeOrigin? Origin, string? ProjectName = null, RepositoryPlace? Repository = null);

/// <summary>
/// Projects in git: the working tree with what is known of it, a revision of it, or a repository by its address. A revision is unpacked into the home, under
/// its commit, so that the working tree is never touched.
/// </summary>
internal static class GitProjects
{
    private static int _freshNames;

    private static readonly string[] Schemes = ["https://", "http://", "ssh://", "git://", "file://", "git@"];

    /// <summary>Finds out what a user means by FILE and --commit.</summary>
    /// <param name="path">An address, a folder or a file.</param>
    /// <param name="resolve">Gives a path as the user wrote it from the working folder on.</param>
    /// <param name="reference">A commit, branch or tag; null for what is there.</param>
    /// <param name="home">Where other revisions are laid out.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidInputException">No git here, no repository, no such revision.</exception>
    public static async Task<ProjectSource> LocateAsync(
        string path, Func<string, string> resolve, string? reference, string home, CancellationToken cancellationToken)
    {
        if (Schemes.Any(scheme => path.StartsWith(scheme, StringComparison.Ordinal)))
            return await FromAddressAsync(path, reference, home, cancellationToken);
        var full = resolve(path);
        var folder = Directory.Exists(full) ? full : System.IO.Path.GetDirectoryName(full) ?? full;
        if (reference is null)
            return new ProjectSource(path, await LookAsync(folder, cancellationToken));
        if (await Git.TryAsync(folder, cancellationToken, "rev-parse", "--show-toplevel") is not { } top)
            throw new InvalidInputException(
                "git.repository",
                $"'{Shown.Short(path, 200)}' is not in a git repository.",
                "Omit --commit, or create a repository with 'git init' and commit the project.");
        var commit = await ResolveAsync(folder, reference, cancellationToken);
        var unpacked = await UnpackAsync(top.Trim(), commit, home, cancellationToken);
        var inside = System.IO.Path.GetRelativePath(top.Trim(), System.IO.Path.GetFullPath(full));
        return new ProjectSource(
            System.IO.Path.Join(unpacked, inside),
            new CodeOrigin { Commit = commit, Reference = reference },
            new DirectoryInfo(folder).Name,
            new RepositoryPlace(top.Trim(), System.IO.Path.GetRelativePath(top.Trim(), folder)));
    }

    /// <summary>What is checked out in a folder, and whether files differ from it; null outside of git, or before the first commit.</summary>
    private static async Task<CodeOrigin?> LookAsync(string folder, CancellationToken cancellationToken)
    {
        if (!IsBelowRepository(folder) || await Git.TryAsync(folder, cancellationToken, "rev-parse", "--verify", "-q", "HEAD") is not { } commit)
            return null;
        var changes = await Git.TryAsync(folder, cancellationToken, "status", "--porcelain", "--", ".");
        var branch = await Git.TryAsync(folder, cancellationToken, "symbolic-ref", "--short", "-q", "HEAD");
        return new CodeOrigin { Commit = commit.Trim(), Reference = branch?.Trim(), Dirty = changes is not { Length: 0 } };
    }

    /// <summary>Asking git takes longer than looking for its folder.</summary>
    public static bool IsBelowRepository(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (System.IO.Path.Exists(System.IO.Path.Join(at.FullName, ".git")))
                return true;
        }
        return false;
    }

    /// <summary>The folder in which a revision of a repository is laid out; what is there already needs no network.</summary>
    /// <exception cref="InvalidInputException">No git here, no repository, no such revision.</exception>
    public static async Task<string> LayOutAsync(string address, string revision, string home, CancellationToken cancellationToken)
    {
        var known = System.IO.Path.Join(home, "checkouts", revision);
        return revision.Length == 40 && revision.All(char.IsAsciiHexDigitLower) && Directory.Exists(known)
            ? known
            : (await FromAddressAsync(address, revision, home, cancellationToken)).Path;
    }

    private static async Task<ProjectSource> FromAddressAsync(string address, string? reference, string home, CancellationToken cancellationToken)
    {
        var mirror = System.IO.Path.Join(home, "checkouts", Digest.Of(address).Hex[..16] + ".git");
        if (Directory.Exists(mirror))
            await Git.RunAsync(mirror, cancellationToken, "fetch", "-q", "--prune", "--no-recurse-submodules", "--", address, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*");
        else
            await CloneAsync(address, mirror, cancellationToken);
        var commit = await ResolveAsync(mirror, reference ?? "HEAD", cancellationToken);
        var name = System.IO.Path.GetFileNameWithoutExtension(address.TrimEnd('/').Split('/', ':')[^1]);
        return new ProjectSource(await UnpackAsync(mirror, commit, home, cancellationToken), new CodeOrigin { Commit = commit, Reference = reference }, name, new RepositoryPlace(mirror, ""));
    }

    /// <summary>Whole or not at all: it is made under another name.</summary>
    private static async Task CloneAsync(string address, string mirror, CancellationToken cancellationToken)
    {
        var parent = System.IO.Path.GetDirectoryName(mirror)!;
        Directory.CreateDirectory(parent);
        var fresh = FreshName(mirror);
        Remove(fresh);
        try
        {
            await Git.RunAsync(parent, cancellationToken, "clone", "-q", "--bare", "--no-recurse-submodules", "--", address, fresh);
            // The address may hold a password; it is given anew each time and not kept.
            await Git.RunAsync(fresh, cancellationToken, "remote", "remove", "origin");
            if (!Directory.Exists(mirror))
                Directory.Move(fresh, mirror);
        }
        catch (IOException) when (Directory.Exists(mirror))
        {
            // Another one was quicker.
        }
        finally
        {
            Remove(fresh);
        }
    }

    /// <summary>One process may lay out several at once.</summary>
    private static string FreshName(string folder) => $"{folder}.{Environment.ProcessId}.{Interlocked.Increment(ref _freshNames)}";

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <exception cref="InvalidInputException">The repository has nothing of this name.</exception>
    public static async Task<string> ResolveAsync(string folder, string reference, CancellationToken cancellationToken)
    {
        foreach (var candidate in new[] { reference, $"origin/{reference}" })
        {
            if (await Git.TryAsync(folder, cancellationToken, "rev-parse", "--verify", "-q", "--end-of-options", candidate + "^{commit}") is { } commit)
                return commit.Trim();
        }
        throw new InvalidInputException(
            "git.revision",
            $"The repository has no commit, branch or tag '{Shown.Short(reference, 200)}'.",
            "Run 'git log --oneline --all' to list commits, and 'git branch -a' or 'git tag' to list names.");
    }

    /// <summary>The folder in which a commit is laid out, whole or not at all.</summary>
    public static async Task<string> UnpackAsync(string repository, string commit, string home, CancellationToken cancellationToken)
    {
        var folder = System.IO.Path.Join(home, "checkouts", commit);
        if (Directory.Exists(folder))
            return folder;
        var fresh = FreshName(folder);
        var archive = fresh + ".tar";
        Directory.CreateDirectory(fresh);
        try
        {
            await Git.RunAsync(repository, cancellationToken, "archive", "--format=tar", "-o", archive, commit);
            await ExtractAsync(archive, fresh, cancellationToken);
            if (!Directory.Exists(folder))
                Directory.Move(fresh, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was quicker with the same content.
        }
        finally
        {
            File.Delete(archive);
            Remove(fresh);
        }
        return folder;
    }

    /// <summary>Files alone: links are no part of what steps see, and what they point to may lie anywhere.</summary>
    private static async Task ExtractAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(archive);
        await using var reader = new TarReader(file);
        while (await reader.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                continue;
            if (!SafePath.TryParse(entry.Name, out var path, out var reason))
                throw new InvalidInputException(
                    "git.path",
                    $"The repository contains a file with an invalid name: {reason}.",
                    "Rename the file, or run from the working tree.");
            var target = path.Under(folder);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            await entry.ExtractToFileAsync(target, overwrite: false, cancellationToken);
        }
    }
}
