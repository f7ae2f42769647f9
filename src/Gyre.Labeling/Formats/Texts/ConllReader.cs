using System.Globalization;
using Gyre.Core;

namespace Gyre.Labeling.Formats.Texts;

/// <summary>Reads texts of tokens. The original spacing is lost: tokens are joined by one space.</summary>
internal sealed class ConllReader(ImportWork work, SourceFile file)
{
    private readonly List<(string Token, string Tag, int Line)> _tokens = [];

    public void Read()
    {
        try
        {
            foreach (var (number, text) in LineFile.Read(file))
            {
                work.Cancellation.ThrowIfCancellationRequested();
                if (text.Trim().Length == 0)
                    Finish();
                else
                    ReadLine(text, number);
            }
            Finish();
        }
        catch (InvalidInputException refusal)
        {
            work.Log.Add(refusal, new(file.Name));
        }
    }

    private void ReadLine(string text, int number)
    {
        var columns = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length < 2)
            work.Log.Add(ProblemKinds.Syntax, "The line has one column.", "A line is 'token ... tag'.", new(file.Name, number));
        else if (columns[^1] != "O"
            && (columns[^1].Length < 3 || columns[^1][1] != '-' || !"BIESLU".Contains(columns[^1][0], StringComparison.Ordinal)))
        {
            work.Log.Add(ProblemKinds.Syntax, $"'{ProblemLog.Short(columns[^1])}' is no tag.", "Tags are O, B-LABEL and I-LABEL.",
                new(file.Name, number));
            _tokens.Add((columns[0], "O", number));
        }
        else
            _tokens.Add((columns[0], columns[^1], number));
    }

    private void Finish()
    {
        var isStart = _tokens is [(ConllTokens.DocumentStart, _, _)];
        if (_tokens.Count > 0 && !isStart)
            AddText();
        _tokens.Clear();
    }

    private void AddText()
    {
        var id = (work.Data.Items.Count + 1).ToString(CultureInfo.InvariantCulture);
        var text = string.Join(' ', _tokens.Select(static token => token.Token));
        var item = work.Data.Begin(
            new(file.Name, _tokens[0].Line), () => new LabelItem { Id = id, Name = id, Kind = ItemKind.Text, Text = text });
        if (item is null)
            return;
        var (at, start, label, line) = (0, 0, (string?)null, 0);
        foreach (var (token, tag, number) in _tokens)
        {
            var name = tag == "O" ? null : tag[2..];
            // An I- without a B- before it opens an entity.
            var continues = name is not null && label == name && tag[0] is 'I' or 'E' or 'L';
            if (!continues)
            {
                Close(item, label, start, at - 1, line);
                (start, label, line) = (at, name, number);
            }
            at += LabelItem.CodePoints(token) + 1;
            if (tag[0] is 'E' or 'L' or 'S' or 'U')
            {
                Close(item, label, start, at - 1, line);
                label = null;
            }
        }
        Close(item, label, start, at - 1, line);
    }

    private void Close(ItemBuilder item, string? label, int start, int end, int line)
    {
        if (label is not null)
            item.Add(new(file.Name, line), null, id =>
                new Annotation { Id = id, Label = work.Data.Use(label), Geometry = new TextSpan(start, end) });
    }
}
