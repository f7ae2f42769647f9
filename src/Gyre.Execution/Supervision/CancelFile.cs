using System.Text;
using Gyre.Execution.Platform;

namespace Gyre.Execution.Supervision;

/// <summary>The wish to end an attempt, with its reason.</summary>
internal static class CancelFile
{
    private const int MaxBytes = 4096;

    public static void Write(AttemptFolder folder, string reason) => DurableFile.TryCreate(folder.Cancel, Encoding.UTF8.GetBytes(reason), durable: true);

    public static string Read(AttemptFolder folder)
    {
        try
        {
            using var stream = File.OpenRead(folder.Cancel);
            var bytes = new byte[MaxBytes];
            var text = Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, MaxBytes, throwOnEndOfStream: false)).Trim();
            return text.Length > 0 ? text : "Cancelled.";
        }
        catch (IOException)
        {
            return "Cancelled.";
        }
    }
}
