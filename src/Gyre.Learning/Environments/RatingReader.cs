using System.Buffers.Text;
using System.Text;
using Gyre.Core;

namespace Gyre.Learning.Environments;

/// <summary>Reads lines of user, item, rating and time stamp between tabs.</summary>
internal sealed class RatingReader(Stream stream, string file, RatingFileOptions options)
{
    private const int MaxLineLength = 256;
    private const string FourFields = "Write user, item, rating and time stamp, separated by tabs.";

    private static readonly string[] Names = ["user", "item", "rating", "time stamp"];

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly List<Rating> _ratings = [];
    private readonly List<int> _lines = [];
    private int _line;
    private int _users;
    private int _items;
    private bool _ended;

    public async Task<RatingSet> ReadAsync(CancellationToken cancellationToken)
    {
        var filled = 0;
        while (await stream.ReadAsync(_buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false) is > 0 and var read)
            filled = AddLines(filled + read);
        if (filled > 0)
            AddLine(_buffer.AsSpan(0, filled));
        if (_ratings.Count == 0)
            throw Refuse(
                "ratings.empty", 0, "The file contains no ratings.",
                "Name a file with a line per rating: user, item, rating, time stamp.");
        return ToSet();
    }

    /// <summary>Takes all complete lines of the buffer, and moves the rest to its front.</summary>
    private int AddLines(int filled)
    {
        var rest = _buffer.AsSpan(0, filled);
        for (var end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
        {
            AddLine(rest[..end]);
            rest = rest[(end + 1)..];
        }
        if (rest.Length > MaxLineLength)
            AddLine(rest);
        rest.CopyTo(_buffer);
        return rest.Length;
    }

    private void AddLine(ReadOnlySpan<byte> line)
    {
        if (++_line > options.MaxLines)
            throw Refuse("ratings.too-long", 0, $"The file has more than {options.MaxLines} lines.", "Use fewer ratings.");
        if (line.Length > MaxLineLength)
            throw Refuse(
                "ratings.line", 1, $"The line is longer than {MaxLineLength} bytes.", "Check whether this is a file of ratings.");
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        var text = line;
        var column = 1;
        var user = (int)Next(ref text, ref column, 0, 1, options.MaxId);
        var item = (int)Next(ref text, ref column, 1, 1, options.MaxId);
        var value = (byte)Next(ref text, ref column, 2, 1, 5);
        Next(ref text, ref column, 3, 0, long.MaxValue);
        if (!_ended)
            throw Refuse("ratings.fields", column, $"The line has more than {Names.Length} fields.", FourFields);
        _ratings.Add(new Rating(user - 1, item - 1, value));
        _lines.Add(_line);
        (_users, _items) = (Math.Max(_users, user), Math.Max(_items, item));
    }

    /// <summary>The whole number up to the next tab or the end of the line, and the column behind that.</summary>
    private long Next(ref ReadOnlySpan<byte> text, ref int column, int field, long min, long max)
    {
        if (column > 1 && _ended)
            throw Refuse("ratings.fields", column - 1, $"The field '{Names[field]}' is missing.", FourFields);
        var end = text.IndexOf((byte)'\t');
        var part = end < 0 ? text : text[..end];
        var isNumber = Utf8Parser.TryParse(part, out long number, out var used) && used == part.Length && part[0] != (byte)'+';
        if (!isNumber || number < min || number > max)
            throw Refuse(
                "ratings.number", column, $"{Shown(part)} in field '{Names[field]}' is not a whole number from {min} to {max}.", null);
        _ended = end < 0;
        column += part.Length + 1;
        text = end < 0 ? [] : text[(end + 1)..];
        return number;
    }

    private RatingSet ToSet()
    {
        var (ratings, lines) = (_ratings.ToArray(), _lines.ToArray());
        var keys = Array.ConvertAll(ratings, rating => ((long)rating.User << 32) | (uint)rating.Item);
        var places = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, places);
        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i] == keys[i - 1])
                throw Repeated(lines[places[i]], lines[places[i - 1]], ratings[places[i]]);
        }
        var sorted = places.Select(place => ratings[place]);
        return new RatingSet { Origin = RatingOrigin.File, Users = _users, Items = _items, Ratings = [.. sorted] };
    }

    private InvalidInputException Repeated(int line, int other, Rating rating)
    {
        _line = Math.Max(line, other);
        return Refuse(
            "ratings.repeated", 1, $"User {rating.User + 1} rated item {rating.Item + 1} on line {Math.Min(line, other)} already.",
            "Keep one of the two lines.");
    }

    private static string Shown(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty)
            return "Nothing";
        var text = Encoding.ASCII.GetString(field[..Math.Min(field.Length, 40)]);
        return $"'{string.Concat(text.Select(character => char.IsControl(character) ? '?' : character))}'";
    }

    private InvalidInputException Refuse(string code, int column, string message, string? remedy) =>
        new([new Diagnostic(Severity.Error, code, message) { File = file, Line = _line, Column = column, Remedy = remedy }]);
}
