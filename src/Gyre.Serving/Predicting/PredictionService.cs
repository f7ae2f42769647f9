using System.Collections.Concurrent;
using Gyre.Serving.Models;
using Gyre.Serving.Programs;
using Gyre.Serving.Routing;

namespace Gyre.Serving.Predicting;

/// <summary>See <see cref="IPredictions"/>.</summary>
internal sealed class PredictionService(RevisionCache<ServedRoute> cache, ShadowQueue shadows, SeedSource seeds,
    TimeProvider clock) : IPredictions
{
    /// <summary>A version can be retired between being chosen and being held; then another revision serves.</summary>
    private const int MostTries = 5;

    private readonly ConcurrentDictionary<(long Deployment, long Version), VersionCounter> _counters = new();

    public async Task<ServedDescription?> DescribeAsync(string deployment, CancellationToken cancellationToken) =>
        await cache.GetAsync(deployment, cancellationToken) is { } route
            ? new ServedDescription
            {
                Serves = route.Serves,
                Version = route.ChampionKind.Version,
                Kind = route.ChampionKind.Kind,
                Inputs = route.Champion?.Model.Inputs ?? [],
                Outputs = route.Champion?.Model.Outputs ?? [],
            }
            : null;

    public async Task<PredictionAnswer?> PredictAsync(string deployment, PredictionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await HoldAsync(deployment, cancellationToken) is not var (route, model))
            return null;
        var counter = CounterOf(route, model);
        try
        {
            var begin = clock.GetTimestamp();
            var said = await model.Model.PredictAsync(request, cancellationToken);
            var answer = AnswerRows.Of(said, request.Instances is not null, model.Version);
            counter.Answered(said.Rows, clock.GetElapsedTime(begin));
            foreach (var shadow in route.Shadows)
                shadows.Show(shadow, request, answer, CounterOf(route, shadow));
            return answer;
        }
        catch (ModelFailedException)
        {
            counter.Failed();
            throw;
        }
        finally
        {
            await model.ReleaseAsync();
        }
    }

    public async Task<HttpResponseMessage?> SendAsync(string deployment, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await HoldAsync(deployment, cancellationToken) is not var (route, model))
            return null;
        var counter = CounterOf(route, model);
        try
        {
            if (model.Model is not CommandServed program)
                throw new ServingConflictException(
                    "deployment.no-program", $"The deployment '{deployment}' serves no program.", "Ask it for predictions.");
            var begin = clock.GetTimestamp();
            var answer = await program.SendAsync(request, cancellationToken);
            counter.Answered(1, clock.GetElapsedTime(begin));
            return new HeldAnswer(answer, () => _ = model.ReleaseAsync().AsTask());
        }
        catch (HttpRequestException exception)
        {
            counter.Failed();
            await model.ReleaseAsync();
            throw new ModelFailedException("The program ended while it answered.", isTemporary: true, exception);
        }
        catch (Exception exception)
        {
            if (exception is ModelFailedException)
                counter.Failed();
            await model.ReleaseAsync();
            throw;
        }
    }

    public async Task<IReadOnlyList<PredictionFigures>?> FiguresAsync(string deployment, CancellationToken cancellationToken)
    {
        if (await cache.GetAsync(deployment, cancellationToken) is not { } route)
            return null;
        return
        [
            .. _counters.Where(one => one.Key.Deployment == route.Number).OrderBy(static one => one.Key.Version)
                .Select(static one => one.Value.Figures(one.Key.Version)),
        ];
    }

    /// <summary>The version that answers, held; null when there is no such deployment.</summary>
    private async ValueTask<(ServedRoute Route, ModelHandle Model)?> HoldAsync(string deployment, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await cache.GetAsync(deployment, cancellationToken) is not { } route)
                return null;
            if (route.Serves == ServedForm.Policy)
                throw new ServingConflictException(
                    "deployment.decides", $"The deployment '{deployment}' serves policies, which decide.", "Ask it for decisions.");
            var model = route.Choose(seeds.Next());
            if (model.TryHold())
                return (route, model);
        }
        throw new ModelFailedException($"The versions of '{deployment}' change too fast.", isTemporary: true);
    }

    private VersionCounter CounterOf(ServedRoute route, ModelHandle model) =>
        _counters.GetOrAdd((route.Number, model.Version), static _ => new VersionCounter());
}
