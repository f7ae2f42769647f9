using Gyre.Core;
using Gyre.Learning.Environments;

namespace Gyre.Learning;

/// <summary>Limits for a file of ratings.</summary>
public sealed record RatingFileOptions
{
    /// <summary>Lines, at least 1. Default 10,000,000.</summary>
    public int MaxLines { get; init; } = 10_000_000;

    /// <summary>Highest user or item id, at least 1. Default 1,000,000.</summary>
    public int MaxId { get; init; } = 1_000_000;
}

/// <summary>Reads ratings, or draws some of the same shape where there is no file.</summary>
public static class RatingFile
{
    /// <summary>
    /// Reads a file in the manner of MovieLens' <c>u.data</c>: user, item, rating and time stamp between tabs, a line each; ids from 1,
    /// ratings from 1 to 5.
    /// </summary>
    /// <param name="stream">Readable; stays open. Lines end in LF or CRLF.</param>
    /// <param name="name">How the user named the file, for errors.</param>
    /// <param name="options">Limits; null for the default ones.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>All ratings, sorted.</returns>
    /// <remarks>
    /// F. M. Harper and J. A. Konstan, "The MovieLens datasets: history and context", 2015. O(n log n), 12 bytes per rating, and a
    /// limited line at a time.
    /// </remarks>
    /// <exception cref="InvalidInputException">The file does not fit; with line, column and field.</exception>
    public static Task<RatingSet> ReadAsync(
        Stream stream, string name, RatingFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        options ??= new RatingFileOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLines, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxId, 1, nameof(options));
        return new RatingReader(stream, name, options).ReadAsync(cancellationToken);
    }

    /// <summary>
    /// Draws ratings in the shape of that file: 943 users, 1,682 items, about 100,000 ratings with a long tail of users and items, of
    /// which the first 20 items have more than their share, so that about 737 users rated 23% of them.
    /// </summary>
    /// <param name="seed">The same seed gives the same ratings.</param>
    /// <returns>Ratings whose <see cref="RatingSet.Origin"/> says that they are generated: no figure of theirs is one of the real
    /// file.</returns>
    public static RatingSet Generate(ulong seed) => RatingGenerator.Draw(new SeededRandom(seed));
}
