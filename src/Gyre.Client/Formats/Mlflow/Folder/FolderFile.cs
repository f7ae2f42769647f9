using System.Text;
using Gyre.Core;

namespace Gyre.Client.Formats.Mlflow.Folder;

/// <summary>Reading and writing the small files of a folder store. A reader sees a file whole or not at all.</summary>
internal static class FolderFile
{
    /// <summary>The longest small file that is read.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="path">The file; its folder is created.</param>
    /// <param name="text">Its whole content.</param>
    /// <param name="temporaryFolder">On the same disk, and no folder whose files mean something by being there.</param>
    /// <param name="ids">Names the temporary file.</param>
    public static void Write(string path, string text, string temporaryFolder, IdSource ids)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Path.Join(temporaryFolder, $".{ids.Next():N}.tmp");
        try
        {
            File.WriteAllText(temporary, text, Utf8);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Adds whole lines to a file. What an earlier writer left half done at the end is cut off first.</summary>
    public static void Append(string path, string lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        stream.SetLength(EndOfLastLine(stream));
        stream.Seek(0, SeekOrigin.End);
        stream.Write(Utf8.GetBytes(lines));
    }

    /// <exception cref="TrackingException">It is longer than a small file is.</exception>
    public static string Read(string path)
    {
        if (new FileInfo(path) is { Length: > MaxBytes } file)
            throw new TrackingException(
                $"{path} has {file.Length} bytes; the maximum is {MaxBytes}. Check whether the file belongs there.");
        return File.ReadAllText(path, Utf8);
    }

    private static long EndOfLastLine(FileStream stream)
    {
        for (var end = stream.Length; end > 0; end--)
        {
            stream.Seek(end - 1, SeekOrigin.Begin);
            if (stream.ReadByte() == '\n')
                return end;
        }
        return 0;
    }
}
