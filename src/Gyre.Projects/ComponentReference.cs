using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>What stands behind <c>uses:</c> in a step.</summary>
public abstract partial record ComponentReference
{
    private const string BuiltInPrefix = "gyre/";
    private const string GitPrefix = "git+";
    private const string PinPrefix = "@sha256:";
    private const int MaxLength = 2048;

    private static readonly string[] Schemes = ["https://", "http://", "ssh://", "git://", "file://"];

    private protected ComponentReference()
    {
    }

    /// <summary>
    /// Reads <c>./PATH</c>, <c>git+ADDRESS@REVISION#PATH</c> (the first two with <c>@sha256:HEX</c> behind, if wanted) or <c>gyre/NAME</c>.
    /// </summary>
    /// <param name="text">As written.</param>
    /// <param name="reference">What it means.</param>
    /// <param name="reason">Why it is refused, with what to write instead; holds no password of an address.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ComponentReference? reference, [NotNullWhen(false)] out string? reason)
    {
        (reference, reason) = (null, null);
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || text.Any(char.IsControl))
        {
            reason = "it is empty, too long, or contains a control character; use './PATH', 'git+URL@REVISION#PATH' or 'gyre/NAME'";
            return false;
        }
        if (text.StartsWith(BuiltInPrefix, StringComparison.Ordinal))
        {
            reference = new BuiltInReference(text);
            return true;
        }
        if (!TryTakePin(ref text, out var pin, out reason))
            return false;
        if (text.StartsWith(GitPrefix, StringComparison.Ordinal))
            return TryReadGit(text[GitPrefix.Length..], pin, out reference, out reason);
        if (!text.StartsWith("./", StringComparison.Ordinal))
            reason = "it does not start with './', 'git+' or 'gyre/'; to use a file of the project, write './PATH'";
        else if (SafePath.TryParse(text[2..], out var path, out var refusal))
            reference = new FileReference(path, pin);
        else
            reason = $"the path is not valid: {refusal}; use a file inside the project folder";
        return reference is not null;
    }

    /// <summary>An address without the name and password that may stand in it.</summary>
    public static string WithoutPassword(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return UserInfo().Replace(text, "//***@");
    }

    private static bool TryTakePin(ref string text, out Digest? pin, [NotNullWhen(false)] out string? reason)
    {
        (pin, reason) = (null, null);
        var at = text.LastIndexOf(PinPrefix, StringComparison.Ordinal);
        if (at < 0)
            return true;
        if (!Digest.TryParse(text[(at + 1)..], out var digest))
        {
            reason = "'@sha256:' is not followed by a valid digest; use 64 lowercase hexadecimal digits";
            return false;
        }
        pin = digest;
        text = text[..at];
        return true;
    }

    private static bool TryReadGit(string text, Digest? pin, out ComponentReference? reference, out string? reason)
    {
        (reference, reason) = (null, null);
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var address = hash < 0 ? text : text[..hash];
        var at = address.LastIndexOf('@');
        var slash = address.LastIndexOf('/');
        if (!Schemes.Any(scheme => address.StartsWith(scheme, StringComparison.Ordinal) && address.Length > scheme.Length) && !address.StartsWith('/'))
            reason = $"the URL is not a valid git URL; start it with {string.Join(", ", Schemes)} or, for a local repository, with '/'";
        else if (hash < 0)
            reason = "the file path is missing; append '#' and the path of the file in the repository";
        else if (at < slash || at + 1 == address.Length)
            reason = "the revision is missing; append '@' and a commit or tag to the URL so that the file cannot change";
        else if (address[at + 1] == '-' || !address.AsSpan(at + 1).ToString().All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+'))
            reason = "the revision is not a valid commit or tag name";
        else if (!SafePath.TryParse(text[(hash + 1)..].StartsWith("./", StringComparison.Ordinal) ? text[(hash + 3)..] : text[(hash + 1)..], out var path, out var refusal))
            reason = $"the path after '#' is not valid: {refusal}";
        else
            reference = new GitReference(address[0] == '/' ? "file://" + address[..at] : address[..at], address[(at + 1)..], path, pin);
        return reference is not null;
    }

    [GeneratedRegex("//[^/@\\s']+@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}

/// <summary>A component that comes with the program.</summary>
/// <param name="Name">With the <c>gyre/</c> in front.</param>
public sealed record BuiltInReference(string Name) : ComponentReference;

/// <summary>A file of the project.</summary>
/// <param name="Path">From the folder of the project file.</param>
/// <param name="Pin">What the file's bytes must be; null for anything.</param>
public sealed record FileReference(SafePath Path, Digest? Pin) : ComponentReference;

/// <summary>A file of a repository.</summary>
/// <param name="Address">As git takes it; may hold a password.</param>
/// <param name="Revision">A commit or tag.</param>
/// <param name="Path">From the repository's root.</param>
/// <param name="Pin">What the file's bytes must be; null for anything.</param>
public sealed record GitReference(string Address, string Revision, SafePath Path, Digest? Pin) : ComponentReference
{
    /// <inheritdoc/>
    public override string ToString() => $"git+{WithoutPassword(Address)}@{Revision}#{Path}";
}
