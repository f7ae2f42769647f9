using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Deployments;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Serving;
using Gyre.Storage;

namespace Gyre.Cli.Demo;

/// <summary>Plays the loop of a recommender on a home, in a time that passes faster.</summary>
/// <param name="host">Where it is shown.</param>
/// <param name="settings">What it does.</param>
internal sealed class RecommenderDemo(CliHost host, RecommenderSettings settings)
{
    private const string Name = RecommenderSettings.Deployment;

    /// <summary>Plays, prints, and writes the report.</summary>
    public async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var storage = HomeOptions.Read(result, host);
        // Ends now, so that what it leaves in the home lies in the past. Whole minutes, because the log rounds times: what ends exactly when a
        // round does must do so whenever the demo starts.
        var now = host.Clock.GetUtcNow();
        var clock = new DemoClock(new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero) - Length);
        var played = await PlayAsync(storage, clock, cancellationToken);
        var report = Path.Join(storage.Home, Name, "report.html");
        Directory.CreateDirectory(Path.GetDirectoryName(report)!);
        await File.WriteAllTextAsync(report, RecommenderReport.Write(played, settings), cancellationToken);
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, ToJson(played, report));
        else
            Print(CommandHints.From(result), played, report);
        return played.Books.Balance ? CliExitCodes.Done : CliExitCodes.Failed;
    }

    private TimeSpan Length => (settings.Rounds * settings.Requests * settings.Pause) + (2 * settings.RewardWait);

    /// <summary>
    /// On the home, with a clock and a seed of its own, so that every demo goes the same way. A second one starts from the beginning.
    /// </summary>
    private async Task<RecommenderResult> PlayAsync(StorageOptions storage, DemoClock clock, CancellationToken cancellationToken)
    {
        await using var home = await host.OpenHome(storage, cancellationToken);
        var options = new ServingOptions { Clock = clock, Seed = settings.Seed };
        await using var serving = new ServingService(home.Parts.Store, home.Blobs, home.Loops, options);
        await serving.Deployments.DeleteAsync(Name, cancellationToken);
        var loop = new RecommenderLoop(new HomeDesk(home, serving.Deployments, serving.Decisions, serving.Predictions, "demo"), clock,
            settings);
        return await new RecommenderDisplay(host, settings.Rounds, loop.Figures).ShowAsync(show => loop.RunAsync(show, cancellationToken));
    }

    private static MapValue ToJson(RecommenderResult played, string report) => Shape.Object(
        ("deployment", Value.Of(Name)),
        ("rounds", Value.Of(played.Rounds.Count)),
        ("decisions", Value.Of(played.Books.Decisions)),
        ("first_greedy_value", Value.Of(played.FirstGreedyValue)),
        ("greedy_value", Value.Of(played.GreedyValue)),
        ("optimal", Value.Of(played.Figures.Optimal)),
        ("best_fixed", Value.Of(played.Figures.BestFixed)),
        ("uniform", Value.Of(played.Figures.Uniform)),
        ("promotions", Value.Of(played.Promotions)),
        ("refusals", Value.Of(played.Refusals)),
        ("books", Shape.Of(played.Books)),
        ("report", Value.Of(report)));

    private void Print(CommandHints hints, RecommenderResult played, string report)
    {
        var (books, figures) = (played.Books, played.Figures);
        var table = new TextTable("RECOMMENDER", " ");
        table.Add("rounds", Text(played.Rounds.Count));
        table.Add("decisions", Text(books.Decisions));
        table.Add("served policy, greedy", $"{Shown.Number(played.GreedyValue)} (at the start {Shown.Number(played.FirstGreedyValue)})");
        table.Add("  optimum", Shown.Number(figures.Optimal));
        table.Add("  best single arm", Shown.Number(figures.BestFixed));
        table.Add("  chance", Shown.Number(figures.Uniform));
        table.Add("promotions", Text(played.Promotions));
        table.Add("refusals", Text(played.Refusals));
        table.Add("books", $"{books.Joined} joined + {books.Defaulted} defaulted + {books.Pending} pending = {books.Decisions} decisions");
        table.Add("", $"{books.Used} used + {books.Late} late + {books.Orphan} orphan = {books.Rewards} rewards");
        table.WriteTo(host.Out);
        host.Out.WriteLine(books.Balance ? "The books balance." : "The books do not balance.");
        host.Out.WriteLine();
        host.Out.WriteLine($"Report: {Shown.Clean(report)}");
        host.Out.WriteLine();
        host.Out.WriteLine("Next steps:");
        host.Out.WriteLine($"  {hints.Command("deployments")}  show what serves");
        host.Out.WriteLine($"  {hints.Command($"decisions list {Name}")}  show the newest decisions with their rewards");
        host.Out.WriteLine($"  {hints.Command($"simulate --deployment {Name} --environment {settings.Environment}")}  let more users come");
        host.Out.WriteLine($"  {hints.Command($"rollback {Name}")}  go back to the champion before");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
