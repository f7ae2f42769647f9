using System.CommandLine;
using System.Text;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

/// <summary>What every learning command does around its work: errors to standard error and exit codes, files whole or not at all.</summary>
internal static class LearnAction
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadInput = 2;
    public const int Interrupted = 130;

    /// <summary>Lets a command run its work and turns what goes wrong into an exit code and a sentence.</summary>
    public static void Set(Command command, Func<ParseResult, CancellationToken, Task> work) =>
        SetCode(command, async (result, cancellationToken) =>
        {
            await work(result, cancellationToken);
            return Done;
        });

    /// <summary>As <see cref="Set"/>, for work that gives an exit code of its own.</summary>
    public static void SetCode(Command command, Func<ParseResult, CancellationToken, Task<int>> work) =>
        command.SetAction((result, cancellationToken) => RunAsync(result, work, cancellationToken));

    /// <summary>One JSON object on one line of standard output: a metadata point when a step prints it.</summary>
    public static void PrintLine(ParseResult result, params KeyValuePair<string, Value>[] entries) =>
        result.InvocationConfiguration.Output.WriteLine(ValueJson.Write(new MapValue([.. entries])));

    public static void Say(ParseResult result, string words) => result.InvocationConfiguration.Error.WriteLine(words);

    /// <summary>Opens a file that the user named.</summary>
    public static NamedStream Open(FileInfo file) =>
        new(new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: false), file.ToString());

    /// <summary>Writes a file beside its place and moves it there when it is whole.</summary>
    public static async Task WriteAsync(FileInfo file, Func<Stream, Task> write)
    {
        file.Directory?.Create();
        var partial = $"{file.FullName}.partial";
        try
        {
            var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: false);
            await using (stream)
                await write(stream);
            File.Move(partial, file.FullName, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Writes a number as a file of its own, from which another step takes it; nothing when no file was named.</summary>
    public static async Task WriteNumberAsync(FileInfo? file, double number, CancellationToken cancellationToken)
    {
        if (file is not null)
            await WriteAsync(file, stream => stream.WriteAsync(Encoding.UTF8.GetBytes(NumberText.Of(number)), cancellationToken).AsTask());
    }

    private static async Task<int> RunAsync(
        ParseResult result, Func<ParseResult, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(result, cancellationToken);
        }
        catch (InvalidInputException error)
        {
            foreach (var diagnostic in error.Diagnostics)
                Say(result, diagnostic.ToString());
            return BadInput;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            Say(result, $"error file: {error.Message}");
            return BadInput;
        }
        catch (Exception error) when (error is TrainingDivergedException or IOException)
        {
            Say(result, $"error: {error.Message}");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            Say(result, "Interrupted.");
            return Interrupted;
        }
    }
}
