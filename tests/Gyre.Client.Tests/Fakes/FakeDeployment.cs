using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Client.Tests.Fakes;

/// <summary>A deployment in memory: ids count once, a batch is whole or absent, as the server promises.</summary>
internal sealed class FakeDeployment : HttpMessageHandler
{
    public const string Address = "http://gyre.test:5000";
    private const string Root = "/api/v1/deployments/shop";

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Policy> _policies = [];
    private readonly List<string> _asked = [];

    public volatile bool IsAway;

    /// <summary>So many answers are lost after the request was carried out.</summary>
    public int LostAnswers;

    /// <summary>Refuses instead, when it gives something.</summary>
    public Func<string, HttpResponseMessage?> Before { get; set; } = static _ => null;

    /// <summary>Waits in every request; lets a test hold the server.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    /// <summary>Decisions by id, as they were told or made, in their order.</summary>
    public OrderedDictionary<string, MadeDecisionInfo> Decisions { get; } = new(StringComparer.Ordinal);

    /// <summary>Rewards by decision and id, in their order.</summary>
    public OrderedDictionary<(string, string), RewardRequest> Rewards { get; } = [];

    public long Champion { get; private set; } = 1;

    public long Revision { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; set; } = DateTimeOffset.UnixEpoch;

    public IReadOnlyList<CanaryInfo> Canaries { get; set; } = [];

    public double Floor { get; set; }

    public ApprenticeInfo? Apprentice { get; set; }

    /// <summary>Method and path of each request.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_lock)
                return [.. _asked];
        }
    }

    public static Policy Uniform(params ImmutableArray<string> arms) => Policy.Create(new PolicySpecification
    {
        Options = new UniformOptions(),
        ContextFields = ["age", "mood"],
        Arms = arms.IsEmpty ? ["red", "green", "blue"] : arms,
    });

    public static HttpResponseMessage Refuse(HttpStatusCode status, string code) =>
        Json(
            new Problem { Type = $"urn:gyre:problem:{code}", Title = code, Status = (int)status, Code = code },
            ApiJson.Default.Problem, status);

    public void Serve(long version, Policy policy)
    {
        lock (_lock)
        {
            _policies[version] = policy;
            Champion = version;
            Revision++;
        }
    }

    public void Add(long version, Policy policy) => _policies[version] = policy;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        lock (_lock)
            _asked.Add($"{request.Method} {path}");
        await Hold.WaitAsync(cancellationToken);
        if (IsAway)
            throw new HttpRequestException("The server is away.");
        HttpResponseMessage answer;
        lock (_lock)
            answer = Before(path) ?? Answer(path[Root.Length..], request.RequestUri.Query, body);
        if (LostAnswers > 0 && Interlocked.Decrement(ref LostAnswers) >= 0)
            throw new HttpRequestException("The answer was lost.");
        answer.RequestMessage = request;
        return answer;
    }

    private static HttpResponseMessage Json<T>(T answer, JsonTypeInfo<T> type, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(answer, type)) };

    private HttpResponseMessage Answer(string path, string query, byte[] body) => path switch
    {
        "" => Json(Info(), ApiJson.Default.DeploymentInfo),
        "/policy" => PolicyOf(long.Parse(query["?version=".Length..], CultureInfo.InvariantCulture)),
        "/decide" => Decide(JsonSerializer.Deserialize(body, ApiJson.Default.DecideRequest)!) is { } made
            ? Json(made, ApiJson.Default.DecisionInfo)
            : Refuse(HttpStatusCode.BadRequest, "decision.context-length"),
        "/decide/batch" => DecideBatch(JsonSerializer.Deserialize(body, ApiJson.Default.DecideBatchRequest)!.Requests),
        "/decisions" => Record(JsonSerializer.Deserialize(body, ApiJson.Default.RecordDecisionsRequest)!.Decisions),
        "/reward/batch" => Reward(JsonSerializer.Deserialize(body, ApiJson.Default.RewardBatchRequest)!.Rewards),
        _ => Refuse(HttpStatusCode.NotFound, "http.not-found"),
    };

    private DeploymentInfo Info() => new()
    {
        Name = "shop",
        Serves = "policy",
        Revision = Revision,
        Champion = Champion,
        Canaries = Canaries,
        Shadows = [],
        Alias = "champion",
        Settings = new DeploymentSettingsInfo { ExplorationFloor = Floor, Apprentice = Apprentice },
        CreatedAt = CreatedAt,
        ChangedAt = CreatedAt,
    };

    private HttpResponseMessage PolicyOf(long version)
    {
        var file = new MemoryStream();
        PolicyFile.WriteAsync(_policies[version], file, CancellationToken.None).GetAwaiter().GetResult();
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(file.ToArray()) };
    }

    private DecisionInfo? Decide(DecideRequest request)
    {
        if (request.Context?.Count != 2)
            return null;
        var made = new MadeDecisionInfo
        {
            DecisionId = request.DecisionId!,
            Context = request.Context,
            Arm = "red",
            Propensity = 0.5,
            Version = 1,
            Seed = "1",
            At = DateTimeOffset.UnixEpoch,
        };
        var isRepeated = !Decisions.TryAdd(made.DecisionId, made);
        return new DecisionInfo
        {
            DecisionId = made.DecisionId,
            Arm = "red",
            ArmIndex = 0,
            Propensity = 0.5,
            Version = 1,
            Share = 1,
            Seed = "1",
            At = made.At,
            IsRepeated = isRepeated,
        };
    }

    private HttpResponseMessage DecideBatch(IReadOnlyList<DecideRequest> requests) =>
        requests.All(static request => request.Context?.Count == 2)
        ? Json(new DecisionBatch { Decisions = [.. requests.Select(request => Decide(request)!)] }, ApiJson.Default.DecisionBatch)
        : Refuse(HttpStatusCode.BadRequest, "decision.context-length");

    private HttpResponseMessage Record(IReadOnlyList<MadeDecisionInfo> made)
    {
        if (made.Any(static one => one.Propensity > 1))
            return Refuse(HttpStatusCode.BadRequest, "decision.probability");
        var receipts = made.Select(
            one => new RecordedDecisionInfo { DecisionId = one.DecisionId, IsRepeated = !Decisions.TryAdd(one.DecisionId, one) });
        return Json(new RecordedDecisions { Decisions = [.. receipts] }, ApiJson.Default.RecordedDecisions);
    }

    private HttpResponseMessage Reward(IReadOnlyList<RewardRequest> rewards)
    {
        if (rewards.Any(static one => one.Value > 1000))
            return Refuse(HttpStatusCode.BadRequest, "reward.value");
        var fates = rewards.Select(one => new RewardInfo { DecisionId = one.DecisionId, RewardId = one.RewardId!, Fate = FateOf(one) });
        return Json(new RewardBatch { Rewards = [.. fates] }, ApiJson.Default.RewardBatch);
    }

    private string FateOf(RewardRequest reward) => !Decisions.ContainsKey(reward.DecisionId) ? "orphan"
        : Rewards.TryAdd((reward.DecisionId, reward.RewardId!), reward) ? "used" : "duplicate";
}
