using Gyre.Core;
using Gyre.Learning.Files;
using Gyre.Learning.Tables;

namespace Gyre.Learning;

/// <summary>
/// A <see cref="DecisionLog"/> as a file: CSV with the columns <c>decision_id</c>, <c>time</c> and <c>decision_source</c> (all optional),
/// <c>arm</c>, <c>propensity</c>, <c>reward</c> and
/// any number of context columns, or JSON lines, an object per line with these fields. UTF-8, numbers with a decimal point.
/// </summary>
public static class DecisionLogFile
{
    /// <summary>Reads a log and checks all of it; a file that starts with a brace is JSON lines.</summary>
    /// <param name="file">Read to its end; stays open.</param>
    /// <param name="options">Which columns are context; null for the default options.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// Not such a file, a column is missing, a number is not finite or outside its range, a decision id appears twice, or the file
    /// exceeds a limit; with file, line and column.
    /// </exception>
    public static async Task<DecisionLog> ReadAsync(NamedStream file, DecisionLogOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        options ??= new DecisionLogOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxRows, 1, nameof(options));
        var start = new byte[1];
        var count = await file.Stream.ReadAsync(start, cancellationToken).ConfigureAwait(false);
        var whole = new PrefixedStream(start.AsMemory(0, count), file.Stream);
        await using (whole.ConfigureAwait(false))
        {
            return count > 0 && start[0] == (byte)'{'
                ? await DecisionLines.ReadAsync(whole, file.Name, options, cancellationToken).ConfigureAwait(false)
                : await DecisionCsv.ReadAsync(whole, file.Name, options, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a log. What is read again is the same, bit by bit.</summary>
    public static Task WriteAsync(DecisionLog log, Stream stream, DecisionLogFormat format, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        return WriteAsync(One(log), stream, format, cancellationToken);
    }

    /// <summary>Writes a log part by part, so that it need not be in memory as a whole.</summary>
    /// <param name="parts">All with the same fields, and with ids and times in all of them or in none; the first one gives the
    /// header.</param>
    /// <param name="stream">Stays open.</param>
    /// <param name="format">CSV or JSON lines.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static Task WriteAsync(
        IAsyncEnumerable<DecisionLog> parts, Stream stream, DecisionLogFormat format, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(stream);
        return format == DecisionLogFormat.JsonLines
            ? DecisionLines.WriteAsync(parts, stream, cancellationToken)
            : DecisionCsv.WriteAsync(parts, stream, cancellationToken);
    }

    private static async IAsyncEnumerable<DecisionLog> One(DecisionLog log)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return log;
    }
}
