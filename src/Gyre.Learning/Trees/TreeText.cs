using System.Collections.Immutable;
using System.Globalization;

namespace Gyre.Learning.Trees;

/// <summary>Reads trees from LightGBM's text and checks all of it: no walk through what was read can leave it or fail to end.</summary>
/// <remarks>
/// A header of <c>key=value</c> lines, a block per tree that begins with <c>Tree=0</c>, and the line <c>end of trees</c>. What follows is
/// not needed and not read.
/// </remarks>
internal sealed class TreeText
{
    public const int MaxTrees = 200_000;

    /// <summary>The line after the last tree.</summary>
    public const string End = "end of trees";

    private const string TreeMark = "Tree=";

    private readonly string _text;
    private readonly Func<string, Exception> _refuse;
    private int _at;

    private TreeText(string text, Func<string, Exception> refuse) => (_text, _refuse) = (text, refuse);

    /// <summary>Reads trees.</summary>
    /// <param name="text">What LightGBM wrote.</param>
    /// <param name="features">Numbers in a row; no node may look at another one.</param>
    /// <param name="outputs">Trees per round.</param>
    /// <param name="refuse">Makes the exception for text that is no such trees; gets what is wrong.</param>
    public static TreeEnsemble Read(string text, int features, int outputs, Func<string, Exception> refuse) =>
        new TreeText(text, refuse).Read(features, outputs);

    private TreeEnsemble Read(int features, int outputs)
    {
        var header = Block("the header");
        if (!header.TryGetValue("version", out var version) || _text[version] is not ("v3" or "v4"))
            throw _refuse("the version of the trees is not v3 or v4");
        if (header.ContainsKey("average_output"))
            throw _refuse("the trees are averaged, not added");
        var perRound = Whole(header, "num_tree_per_iteration", "the header", 1, MaxTrees);
        if (perRound != outputs)
            throw _refuse($"there are {perRound} trees per round, expected {outputs}");
        var trees = ImmutableArray.CreateBuilder<RegressionTree>();
        while (NextTree(trees.Count))
        {
            if (trees.Count == MaxTrees)
                throw _refuse($"there are more than {MaxTrees} trees");
            var place = string.Create(CultureInfo.InvariantCulture, $"tree {trees.Count}");
            trees.Add(Tree(Block(place), place, features));
        }
        if (trees.Count % outputs != 0)
            throw _refuse($"there are {trees.Count} trees for {outputs} outputs");
        return new TreeEnsemble { Trees = trees.DrainToImmutable(), Outputs = outputs, Text = _text };
    }

    private RegressionTree Tree(Dictionary<string, Range> block, string place, int features)
    {
        var leaves = Whole(block, "num_leaves", place, 1, int.MaxValue);
        if (Whole(block, "num_cat", place, 0, int.MaxValue) != 0)
            throw _refuse($"{place} compares categories, which is not supported");
        if (block.ContainsKey("is_linear") && Whole(block, "is_linear", place, 0, 1) != 0)
            throw _refuse($"{place} has linear leaves, which are not supported");
        var nodes = leaves - 1;
        var tree = new RegressionTree
        {
            Leaves = Numbers(block, "leaf_value", place, leaves),
            Features = Wholes(block, "split_feature", place, nodes, 0, features - 1),
            Thresholds = Numbers(block, "threshold", place, nodes),
            Missing = [.. Wholes(block, "decision_type", place, nodes, 0, 15).Select(decision => Decision(decision, place))],
            Left = Wholes(block, "left_child", place, nodes, -leaves, nodes - 1),
            Right = Wholes(block, "right_child", place, nodes, -leaves, nodes - 1),
        };
        CheckShape(tree, place);
        return tree;
    }

    // Bit 0 is for categories, bit 1 for the side of what is missing, bits 2 and 3 for what is missing.
    private MissingValue Decision(int decision, string place) => (decision & 1) == 0 && decision >> 2 <= 2
        ? new((MissingKind)(decision >> 2), (decision & 2) != 0)
        : throw _refuse($"{place} has the decision {decision}, which is not supported");

    /// <summary>Every node but the root, and every leaf, is the child of exactly one node, which comes before it.</summary>
    private void CheckShape(RegressionTree tree, string place)
    {
        var (nodes, leaves) = (new bool[tree.Features.Length], new bool[tree.Leaves.Length]);
        for (var node = 0; node < nodes.Length; node++)
        {
            foreach (var child in (ReadOnlySpan<int>)[tree.Left[node], tree.Right[node]])
            {
                ref var seen = ref child < 0 ? ref leaves[~child] : ref nodes[child];
                if (seen || (child >= 0 && child <= node))
                    throw _refuse($"the nodes of {place} do not make a tree");
                seen = true;
            }
        }
    }

    /// <summary>Moves to the block of a tree; false at the end of all trees.</summary>
    private bool NextTree(int index)
    {
        while (_at < _text.Length)
        {
            var line = _text.AsSpan(Line());
            if (line.SequenceEqual(End))
                return false;
            if (line.IsEmpty)
                continue;
            if (!line.StartsWith(TreeMark) || !line[TreeMark.Length..].SequenceEqual(index.ToString(CultureInfo.InvariantCulture)))
                throw _refuse($"tree {index} does not begin where it should");
            return true;
        }
        throw _refuse($"the trees have no end, or '{End}' is missing");
    }

    /// <summary>The lines up to an empty one, by key.</summary>
    private Dictionary<string, Range> Block(string place)
    {
        var block = new Dictionary<string, Range>(StringComparer.Ordinal);
        while (_at < _text.Length)
        {
            var line = Line();
            var (start, length) = line.GetOffsetAndLength(_text.Length);
            if (length == 0)
                return block;
            var equals = _text.AsSpan(line).IndexOf('=');
            var key = equals < 0 ? _text[line] : _text.Substring(start, equals);
            if (key.Length > 64 || !block.TryAdd(key, equals < 0 ? line : new(start + equals + 1, line.End)))
                throw _refuse($"{place} has a line that is too long or stands there twice");
        }
        return block;
    }

    private Range Line()
    {
        var length = _text.AsSpan(_at).IndexOf('\n');
        var end = length < 0 ? _text.Length : _at + length;
        var line = new Range(_at, end > _at && _text[end - 1] == '\r' ? end - 1 : end);
        _at = Math.Min(_text.Length, end + 1);
        return line;
    }

    private int Whole(Dictionary<string, Range> block, string key, string place, int low, int high) =>
        Wholes(block, key, place, 1, low, high)[0];

    private ImmutableArray<int> Wholes(Dictionary<string, Range> block, string key, string place, int count, int low, int high) =>
        Values(block, key, place, count, text =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= low && number <= high
                ? number
                : throw _refuse($"'{key}' of {place} has a value that is not from {low} to {high}"));

    private ImmutableArray<double> Numbers(Dictionary<string, Range> block, string key, string place, int count) =>
        Values(block, key, place, count, text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? number
                : throw _refuse($"'{key}' of {place} has a value that is not a finite number"));

    private ImmutableArray<T> Values<T>(Dictionary<string, Range> block, string key, string place, int count, Reader<T> read)
    {
        if (count == 0)
            return [];
        if (!block.TryGetValue(key, out var range))
            throw _refuse($"'{key}' of {place} is missing");
        var text = _text.AsSpan(range);
        // A count in a file is only a claim: each value takes a character and a space.
        if (count > (text.Length + 1) / 2)
            throw _refuse($"'{key}' of {place} has fewer than {count} values");
        var values = ImmutableArray.CreateBuilder<T>(count);
        foreach (var part in text.Split(' '))
        {
            if (values.Count == count)
                throw _refuse($"'{key}' of {place} has more than {count} values");
            values.Add(read(text[part]));
        }
        return values.Count == count ? values.MoveToImmutable() : throw _refuse($"'{key}' of {place} has fewer than {count} values");
    }

    private delegate T Reader<out T>(ReadOnlySpan<char> text);
}
