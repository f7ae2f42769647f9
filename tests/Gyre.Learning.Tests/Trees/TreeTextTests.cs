using System.Globalization;
using Gyre.Core;
using Gyre.Learning.Trees;
using Gyre.Testing;

namespace Gyre.Learning.Tests.Trees;

/// <summary>Text of trees from outside is refused, or every walk through what was read ends at a leaf.</summary>
public sealed class TreeTextTests
{
    /// <summary>x at most 1: 1.5; at most 4: -0.25; above: 7.</summary>
    internal const string Good = """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=0
        objective=regression
        feature_names=Column_0
        feature_infos=[0:6]
        tree_sizes=300

        Tree=0
        num_leaves=3
        num_cat=0
        split_feature=0 0
        split_gain=1 1
        threshold=1 4
        decision_type=2 8
        left_child=-1 -2
        right_child=1 -3
        leaf_value=1.5 -0.25 7
        is_linear=0
        shrinkage=1


        end of trees

        """;

    [Theory]
    [InlineData(0.5, 1.5)]
    [InlineData(1, 1.5)]
    [InlineData(1.0000001, -0.25)]
    [InlineData(4.5, 7)]
    // What is missing counts as 0 where nothing is missing by the decision, which is the first node's.
    [InlineData(double.NaN, 1.5)]
    [InlineData(double.PositiveInfinity, 7)]
    public void A_row_goes_where_the_thresholds_send_it(double value, double expected) => Score(Read(Good), value).ShouldBe(expected);

    [Theory]
    [InlineData("decision_type=10 8", double.NaN, 1.5)]
    [InlineData("decision_type=8 8", double.NaN, 7)]
    [InlineData("decision_type=8 10", double.NaN, -0.25)]
    [InlineData("decision_type=4 6", 0, -0.25)]
    [InlineData("decision_type=4 4", 0, 7)]
    [InlineData("decision_type=4 4", double.NaN, 7)]
    public void Missing_values_go_to_their_side(string decisions, double value, double expected) =>
        Score(Read(Good.Replace("decision_type=2 8", decisions, StringComparison.Ordinal)), value).ShouldBe(expected);

    [Fact]
    public void Trees_of_several_outputs_take_turns()
    {
        var leaf = "Tree={0}\nnum_leaves=1\nnum_cat=0\nleaf_value={0}\n\n\n";
        var text = "tree\nversion=v3\nnum_tree_per_iteration=3\n\n"
            + string.Concat(Enumerable.Range(0, 6).Select(i => string.Format(CultureInfo.InvariantCulture, leaf, i))) + "end of trees\n";
        var sums = new double[3];

        TreeText.Read(text, 1, 3, problem => new InvalidDataException(problem)).Score([5], sums);

        sums.ShouldBe([0 + 3, 1 + 4, 2 + 5]);
    }

    [Theory]
    [InlineData("version=v4", "version=v5", "version of the trees")]
    [InlineData("version=v4\n", "", "version of the trees")]
    [InlineData("label_index=0", "average_output", "averaged")]
    [InlineData("num_tree_per_iteration=1", "num_tree_per_iteration=2", "2 trees per round, expected 1")]
    [InlineData("num_tree_per_iteration=1", "num_tree_per_iteration=-1", "not from 1")]
    [InlineData("Tree=0", "Tree=1", "tree 0 does not begin")]
    [InlineData("end of trees", "end of tree", "does not begin")]
    [InlineData("end of trees", "", "have no end")]
    [InlineData("num_leaves=3", "num_leaves=0", "not from 1")]
    [InlineData("num_leaves=3", "num_leaves=2000000000", "fewer than")]
    [InlineData("num_leaves=3", "num_leaves=2", "more than")]
    [InlineData("num_leaves=3\n", "num_leaves=3\nnum_leaves=3\n", "stands there twice")]
    [InlineData("num_cat=0", "num_cat=1", "categories")]
    [InlineData("is_linear=0", "is_linear=1", "linear leaves")]
    [InlineData("split_feature=0 0", "split_feature=0 1", "not from 0 to 0")]
    [InlineData("split_feature=0 0", "split_feature=0 -1", "not from 0 to 0")]
    [InlineData("split_feature=0 0\n", "", "'split_feature' of tree 0 is missing")]
    [InlineData("threshold=1 4", "threshold=1 nan", "not a finite number")]
    [InlineData("threshold=1 4", "threshold=1  4", "not a finite number")]
    [InlineData("decision_type=2 8", "decision_type=3 8", "decision 3")]
    [InlineData("decision_type=2 8", "decision_type=2 12", "decision 12")]
    [InlineData("right_child=1 -3", "right_child=0 -3", "do not make a tree")]
    [InlineData("right_child=1 -3", "right_child=1 1", "do not make a tree")]
    [InlineData("right_child=1 -3", "right_child=1 -2", "do not make a tree")]
    [InlineData("right_child=1 -3", "right_child=1 -4", "not from -3 to 1")]
    [InlineData("right_child=1 -3", "right_child=2 -3", "not from -3 to 1")]
    [InlineData("leaf_value=1.5 -0.25 7", "leaf_value=1.5 -0.25 1e999", "not a finite number")]
    [InlineData("leaf_value=1.5 -0.25 7", "leaf_value=1.5 -0.25", "fewer than 3")]
    public void Damaged_text_is_refused_by_what_is_wrong(string part, string instead, string expected)
    {
        var text = Good.Replace(part, instead, StringComparison.Ordinal);
        text.ShouldNotBe(Good);

        Should.Throw<InvalidDataException>(() => Read(text)).Message.ShouldContain(expected);
    }

    [Fact]
    public void Every_cut_is_refused()
    {
        for (var length = 0; length < Good.IndexOf("end of trees", StringComparison.Ordinal) + "end of trees".Length; length++)
            Should.Throw<InvalidDataException>(() => Read(Good[..length]));
    }

    [Fact]
    public void Random_damage_is_refused_or_every_row_still_comes_to_a_leaf()
    {
        var random = new SeededRandom(9);
        var refused = 0;
        for (var round = Budget.Texts(20_000); round > 0; round--)
        {
            var text = Good.ToCharArray();
            for (var times = random.NextInt(1, 4); times > 0; times--)
                text[random.NextInt(0, text.Length)] = "0123456789-. =\ne"[random.NextInt(0, 16)];
            try
            {
                var trees = Read(new string(text));
                foreach (var value in (ReadOnlySpan<double>)[double.NaN, double.NegativeInfinity, 0, 2, 1e308])
                    double.IsFinite(Score(trees, value)).ShouldBeTrue();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        refused.ShouldBeGreaterThan(1000);
    }

    private static TreeEnsemble Read(string text) => TreeText.Read(text, 1, 1, problem => new InvalidDataException(problem));

    private static double Score(TreeEnsemble trees, double value)
    {
        var sums = new double[1];
        trees.Score([value], sums);
        return sums[0];
    }
}
