using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;
using Gyre.Learning;
using Spectre.Console;

namespace Gyre.Cli.Demo;

/// <summary>The loop while it runs: a picture in place on a terminal, else a line now and then.</summary>
/// <param name="host">Where it is shown.</param>
/// <param name="rounds">How many rounds there are.</param>
/// <param name="figures">What is possible.</param>
internal sealed class RecommenderDisplay(CliHost host, int rounds, BanditFigures figures)
{
    private const int Lines = 10;
    private const int Columns = 60;
    private const string Bars = "▁▂▃▄▅▆▇█";

    private readonly List<RecommenderRound> _played = [];

    /// <summary>Shows rounds while the loop runs.</summary>
    public Task<T> ShowAsync<T>(Func<Action<RecommenderRound>, Task<T>> work)
    {
        if (!host.ErrorIsTerminal)
            return work(Say);
        return Screen.For(host.Error, host).Live(new Text("")).AutoClear(true).StartAsync(context => work(round =>
        {
            _played.Add(round);
            context.UpdateTarget(Draw(round));
        }));
    }

    private void Say(RecommenderRound round)
    {
        if (round.Number % Math.Max(1, rounds / Lines) != 0)
            return;
        host.Say(
            $"round {round.Number} of {rounds}: average reward {Shown.Number(round.AverageReward)}, "
            + $"greedy value {Shown.Number(round.GreedyValue)} of {Shown.Number(figures.Optimal)}, version {round.Version}, {BooksOf(round)}");
    }

    private Rows Draw(RecommenderRound round)
    {
        var promotions = _played.Count(static one => one.Verdict == RecommenderVerdict.Promoted);
        var refusals = _played.Count(static one => one.Verdict == RecommenderVerdict.Kept);
        var table = new Spectre.Console.Table().NoBorder().HideHeaders().AddColumn("").AddColumn("");
        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
        Row("round", $"{round.Number} of {rounds}");
        Row("average reward", $"{Line(static one => one.AverageReward)}  {Shown.Number(round.AverageReward)}");
        Row("served policy, greedy", $"{Line(static one => one.GreedyValue)}  {Shown.Number(round.GreedyValue)} of {Shown.Number(figures.Optimal)}");
        Row("regret", Shown.Number(round.Regret));
        Row("version", $"{round.Version} ({promotions} promotions, {refusals} refusals)");
        Row("books", BooksOf(round));
        return new Rows([new Text("A recommender that learns from its own decisions"), table]);
    }

    /// <summary>The way of a number over all rounds so far, from chance to the optimum.</summary>
    private string Line(Func<RecommenderRound, double> number)
    {
        var width = Math.Min(Columns, _played.Count);
        var cells = Enumerable.Range(0, width).Select(column =>
        {
            var (from, to) = (column * _played.Count / width, (column + 1) * _played.Count / width);
            var share = (_played[from..to].Average(number) - figures.Uniform) / (figures.Optimal - figures.Uniform);
            return Bars[(int)Math.Clamp(share * Bars.Length, 0, Bars.Length - 1)];
        });
        return string.Concat(cells).PadRight(Columns);
    }

    private static string BooksOf(RecommenderRound round) => string.Create(
        CultureInfo.InvariantCulture,
        $"{round.Books.Decisions} decisions: {round.Books.Joined} joined, {round.Books.Defaulted} defaulted, {round.Books.Pending} pending");
}
