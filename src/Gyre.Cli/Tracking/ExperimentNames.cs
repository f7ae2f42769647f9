using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Tracking;

namespace Gyre.Cli.Tracking;

/// <summary>Experiments as commands name them: by name, else by number.</summary>
internal static class ExperimentNames
{
    private const int PerPage = 1000;

    /// <exception cref="InvalidInputException">There is none.</exception>
    public static async Task<Experiment> FindAsync(TrackingStore tracking, string text, CancellationToken cancellationToken)
    {
        if (await tracking.Experiments.FindAsync(text, cancellationToken) is { } named)
            return named;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            try
            {
                return await tracking.Experiments.GetAsync(id, cancellationToken);
            }
            catch (TrackingException exception) when (exception.Error == TrackingError.DoesNotExist)
            {
                // Refused below, with what helps.
            }
        }
        var all = await AllAsync(tracking, StageView.Active, cancellationToken);
        throw new InvalidInputException(
            "experiment.missing",
            $"Experiment '{Shown.Short(text, 200)}' was not found.",
            Shown.Clean(NearestWords.Question(text, all.Select(experiment => experiment.Name))) + "Run 'gyre tracking experiments' to see the experiments.");
    }

    /// <exception cref="InvalidInputException">One of them is not there.</exception>
    public static async Task<IReadOnlyList<Experiment>> FindAllAsync(TrackingStore tracking, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var found = new List<Experiment>(names.Count);
        foreach (var name in names)
            found.Add(await FindAsync(tracking, name, cancellationToken));
        return found;
    }

    /// <summary>All, in the order of their numbers.</summary>
    public static async Task<IReadOnlyList<Experiment>> AllAsync(TrackingStore tracking, StageView view, CancellationToken cancellationToken)
    {
        var all = new List<Experiment>();
        string? token = null;
        do
        {
            var page = await tracking.Experiments.SearchAsync(new SearchRequest { MaxResults = PerPage, View = view, PageToken = token }, cancellationToken);
            all.AddRange(page.Items);
            token = page.NextPageToken;
        }
        while (token is not null);
        return [.. all.OrderBy(experiment => experiment.Id)];
    }
}
