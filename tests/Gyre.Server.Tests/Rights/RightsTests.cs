using System.Net;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Server.Tests.Rights;

/// <summary>
/// Asks every route as everybody, about things of their own and of others. The list of routes is the server's; what each allows is written
/// by hand.
/// </summary>
public sealed class RightsTests
{
    [Fact]
    public async Task Every_route_that_exists_is_in_the_table_and_in_these_tests()
    {
        await using var world = await RightsWorld.StartAsync();
        var routes = RoutesOf(world).Select(static route => route.Key).ToList();
        routes.Count.ShouldBeGreaterThan(200);
        routes.Distinct(StringComparer.Ordinal).ShouldBe(RouteCases.All.Select(static found => found.Route)
            .Distinct(StringComparer.Ordinal), ignoreOrder: true);
        RouteTable.Standard.Rules.Select(static rule => rule.Key).ShouldBe(routes, ignoreOrder: true);
        foreach (var (key, endpoint) in RoutesOf(world))
            endpoint.Metadata.GetMetadata<RouteRule>().ShouldNotBeNull(key).Key.ShouldBe(key);
    }

    [Fact]
    public async Task A_route_that_is_not_in_the_table_answers_nobody()
    {
        var rights = RouteTable.Standard.Without(RouteTable.Standard.Find("GET", "/api/v1/runs")!);
        await using var world = await RightsWorld.StartAsync(rights);
        (await world.Home.GetAsync("/api/v1/runs", world.Admin)).ShouldBeProblem(403, "auth.closed");
    }

    [Fact]
    public async Task Every_route_gives_everybody_what_is_theirs_and_nothing_else()
    {
        await using var world = await RightsWorld.StartAsync();
        var (own, siblings, foreign) = (await world.DescribeAsync(world.Own), await world.DescribeAsync(world.Siblings),
            await world.DescribeAsync(world.Foreign));
        var failures = new List<string>();
        foreach (var route in RouteCases.All)
        {
            failures.AddRange(await RightsCheck.UsersAsync(world, route));
            failures.AddRange(await RightsCheck.StepsAsync(world, route, refusedOnly: false));
        }
        failures.ShouldBeEmpty();
        (await world.DescribeAsync(world.Foreign)).ShouldBe(foreign);
        (await world.DescribeAsync(world.Own)).ShouldBe(own, "nobody who was refused changed anything");
        // A step may describe and tag what other runs of its project made; that was tried on these.
        siblings.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_check_of_a_step_that_is_taken_out_is_noticed(int check)
    {
        var rights = RouteTable.Standard;
        var weakened = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in RouteTable.Standard.Rules)
        {
            if (rule.Steps is not { } needs || needs.Length <= check || needs[check].Reach == Reach.Anything)
                continue;
            rights = rights.Replace(rule with { Steps = needs.SetItem(check, new Need(needs[check].Thing, Reach.Anything)) });
            weakened.Add(rule.Key);
        }
        await using var world = await RightsWorld.StartAsync(rights);
        await ShouldBeNoticedAsync(weakened, route => RightsCheck.StepsAsync(world, route, refusedOnly: true));
    }

    [Fact]
    public async Task A_route_that_is_opened_to_steps_is_noticed()
    {
        var rights = RouteTable.Standard;
        var weakened = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in RouteTable.Standard.Rules.Where(static rule => rule.Steps is null))
        {
            rights =
                rights.Replace(rule with { Steps = [.. Enum.GetValues<Thing>().Select(static thing => new Need(thing, Reach.Anything))] });
            weakened.Add(rule.Key);
        }
        await using var world = await RightsWorld.StartAsync(rights);
        await ShouldBeNoticedAsync(weakened, route => RightsCheck.StepsAsync(world, route, refusedOnly: true));
    }

    [Theory]
    [InlineData(UserRight.Change)]
    [InlineData(UserRight.Read)]
    public async Task A_right_of_users_that_is_lowered_is_noticed(object right)
    {
        var from = (UserRight)right == UserRight.Change ? Right.Change : Right.Read;
        var rights = RouteTable.Standard;
        var weakened = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in RouteTable.Standard.Rules.Where(rule => rule.Right == from))
        {
            rights = rights.Replace(rule with { Right = from == Right.Change ? Right.Read : Right.None });
            weakened.Add(rule.Key);
        }
        await using var world = await RightsWorld.StartAsync(rights);
        await ShouldBeNoticedAsync(weakened, route => RightsCheck.RefusedUsersAsync(world, route));
    }

    private static async Task ShouldBeNoticedAsync(HashSet<string> weakened, Func<RouteCase, Task<List<string>>> check)
    {
        var noticed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var route in RouteCases.All.Where(route => weakened.Contains(route.Route)))
        {
            if ((await check(route)).Count > 0)
                noticed.Add(route.Route);
        }
        weakened.Except(noticed).ShouldBeEmpty("these were weakened, and no test noticed");
    }

    private static List<(string Key, RouteEndpoint Endpoint)> RoutesOf(RightsWorld world) =>
    [
        .. world.Home.Server.Endpoints.OfType<RouteEndpoint>().Select(static endpoint =>
            ($"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET"} {RoutePatterns.Of(endpoint)}", endpoint)),
    ];
}

/// <summary>Asks a route as one caller after the other, and says what should not have been.</summary>
internal static class RightsCheck
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<List<string>> UsersAsync(RightsWorld world, RouteCase route)
    {
        var failures = await RefusedUsersAsync(world, route);
        var reads = route.User != UserRight.Change;
        if (reads)
            await ShouldAsync(failures, world, route, "a reader", world.Reader, world.Own, LetIn(route));
        var things = reads ? world.Own : await world.MakeAsync(RightsWorld.Mine, world.Step.Run);
        await ShouldAsync(failures, world, route, "a user", world.Admin, things, LetIn(route), things);
        return failures;
    }

    /// <summary>Those who must stay out.</summary>
    public static async Task<List<string>> RefusedUsersAsync(RightsWorld world, RouteCase route)
    {
        var failures = new List<string>();
        if (route.User != UserRight.Open)
            await ShouldAsync(failures, world, route, "nobody", null, world.Own, Is(HttpStatusCode.Unauthorized));
        if (route.User == UserRight.Change)
            await ShouldAsync(failures, world, route, "a reader", world.Reader, world.Own, Is(HttpStatusCode.Forbidden));
        return failures;
    }

    public static async Task<List<string>> StepsAsync(RightsWorld world, RouteCase route, bool refusedOnly)
    {
        var failures = new List<string>();
        var (step, stranger) = (world.Step.Token, world.Stranger.Token);
        switch (route.Step)
        {
            case StepRight.Never:
                await ShouldAsync(failures, world, route, "a step", step, world.Own, Is(HttpStatusCode.Forbidden));
                break;
            case StepRight.Always:
                if (!refusedOnly)
                    await ShouldAsync(failures, world, route, "a step", step, world.Own, Succeeds(route));
                break;
            case StepRight.Finds:
                await ShouldAsync(failures, world, route, "a step about others", step, world.Foreign, Succeeds(route));
                await ShouldAsync(failures, world, route, "a step of another project",
                    stranger, world.Own, Succeeds(route), world.Foreign);
                break;
            default:
                await ShouldAsync(failures, world, route, "a step about others", step, world.Foreign, Refused(route));
                // Refused also where the request is about the caller's own things in every other place.
                await ShouldAsync(failures, world, route, "a step of another project", stranger, world.Own, Refused(route), world.Foreign);
                if (route.Step is StepRight.Declared)
                    await ShouldAsync(failures, world, route, "a step without a declaration", step, world.Own, Refused(route));
                if (route.Step is StepRight.Own or StepRight.Declared)
                    await ShouldAsync(failures, world, route, "a step about another run", step, world.Siblings, Refused(route));
                break;
        }
        if (!refusedOnly && route.Step is StepRight.Project or StepRight.Own)
            await AllowedAsync(failures, world, route);
        return failures;
    }

    private static async Task AllowedAsync(List<string> failures, RightsWorld world, RouteCase route)
    {
        var changes = route.User == UserRight.Change;
        var own = changes ? await world.MakeAsync(RightsWorld.Mine, world.Step.Run) : world.Own;
        await ShouldAsync(failures, world, route, "a step about its own", world.Step.Token, own, Succeeds(route), own);
        if (route.Step != StepRight.Project)
            return;
        var others = changes ? await world.MakeAsync(RightsWorld.Mine, world.Siblings.PipelineRun) : world.Siblings;
        await ShouldAsync(failures, world, route, "a step about its project", world.Step.Token, others, Succeeds(route), own);
    }

    private static Func<HttpStatusCode, bool> Is(HttpStatusCode wanted) => status => status == wanted;

    /// <summary>Not kept out; whether the request makes sense is another matter.</summary>
    private static Func<HttpStatusCode, bool> LetIn(RouteCase route) => status =>
        (int)status == route.AlsoLetIn || (status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && (int)status != 500);

    private static Func<HttpStatusCode, bool> Succeeds(RouteCase route) =>
        status => (int)status is >= 200 and < 300 || (int)status == route.AlsoLetIn;

    /// <summary>What is not the caller's to see may look as if it were not there.</summary>
    private static Func<HttpStatusCode, bool> Refused(RouteCase route) => status => status == HttpStatusCode.Forbidden
        || (status == HttpStatusCode.NotFound && route.Route.Contains(" /api/v0/", StringComparison.Ordinal));

    private static async Task ShouldAsync(
        List<string> failures, RightsWorld world, RouteCase route, string who, string? token, Things about, Func<HttpStatusCode, bool> expected, Things? own = null)
    {
        var asked = route.Ask(about, own ?? world.Own);
        using var request = new HttpRequestMessage(new HttpMethod(route.Route[..route.Route.IndexOf(' ', StringComparison.Ordinal)]),
            asked.Path);
        if (asked.Json is { } json)
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        if (asked.Experiment is { } experiment)
            request.Headers.Add("x-mlflow-experiment-id", experiment.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var response = await world.Home.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var text = isStream ? "" : await response.Content.ReadAsStringAsync(Cancel);
        if (!expected(response.StatusCode))
            failures.Add($"{route}: {who} got {(int)response.StatusCode} {text}");
        var isStep = token == world.Step.Token || token == world.Stranger.Token;
        var others = Things.MarkOf(token == world.Step.Token ? RightsWorld.Theirs : RightsWorld.Mine);
        if (isStep && text.Contains(others, StringComparison.Ordinal))
            failures.Add($"{route}: {who} was shown what belongs to others: {text}");
    }
}
