namespace Gyre.Client.Sources;

/// <summary>What a working copy stands at, read from its files; no program is started.</summary>
/// <param name="Commit">The commit's hash; null before the first commit.</param>
/// <param name="Branch">The branch; null when none is checked out.</param>
internal sealed record GitState(string? Commit, string? Branch)
{
    private const int MaxFileBytes = 16 * 1024 * 1024;
    private const int MaxHops = 5;

    /// <summary>Looks in a folder and those above it; null when none is under version control, or its files are not readable.</summary>
    public static GitState? Find(string folder)
    {
        try
        {
            for (var place = new DirectoryInfo(folder); place is not null; place = place.Parent)
            {
                if (GitFolder(Path.Join(place.FullName, ".git")) is { } git)
                    return Read(git);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Tags about the source are a courtesy; a run must not fail for them.
        }
        return null;
    }

    private static string? GitFolder(string path)
    {
        if (Directory.Exists(path))
            return path;
        // A work tree of its own has a file that names the place.
        return Text(path) is { } text && text.StartsWith("gitdir:", StringComparison.Ordinal)
            ? Path.GetFullPath(text["gitdir:".Length..].Trim(), Path.GetDirectoryName(path)!) : null;
    }

    private static GitState Read(string git)
    {
        var common = Text(Path.Join(git, "commondir")) is { } relative ? Path.GetFullPath(relative.Trim(), git) : git;
        var head = Text(Path.Join(git, "HEAD"))?.Trim() ?? "";
        var branch = ReferenceIn(head) is { } reference && reference.StartsWith("refs/heads/", StringComparison.Ordinal) ? reference["refs/heads/".Length..] : null;
        return new GitState(Resolve(git, common, head, MaxHops), branch);
    }

    private static string? Resolve(string git, string common, string text, int hops)
    {
        if (ReferenceIn(text) is not { } reference)
            return text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit) ? text : null;
        if (hops == 0 || reference.Split('/').Contains(".."))
            return null;
        var loose = Text(Path.Join(git, reference)) ?? Text(Path.Join(common, reference));
        return Resolve(git, common, loose?.Trim() ?? Packed(common, reference) ?? "", hops - 1);
    }

    private static string? Packed(string common, string reference) => Text(Path.Join(common, "packed-refs"))?.Split('\n')
        .FirstOrDefault(line => line.Trim().EndsWith(" " + reference, StringComparison.Ordinal))?.Split(' ')[0];

    private static string? ReferenceIn(string text) => text.StartsWith("ref:", StringComparison.Ordinal) ? text[4..].Trim() : null;

    private static string? Text(string path) => new FileInfo(path) is { Exists: true, Length: < MaxFileBytes } ? File.ReadAllText(path) : null;
}
