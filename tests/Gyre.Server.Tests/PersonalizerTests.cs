using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Server.Formats.Personalizer;
using Gyre.Serving;

namespace Gyre.Server.Tests;

/// <summary>Deployments asked in the words of the Personalizer service.</summary>
public sealed class PersonalizerTests : IAsyncLifetime
{
    private const string Films = "/personalizer/films/v1.1";

    private const string Rank =
        """
        {
          "contextFeatures": [{"user": {"age": 30, "city": "Bonn"}}, {"weekend": true}],
          "actions": [
            {"id": "drama", "features": [{"genre": "drama", "length": 2.5}]},
            {"id": "comedy", "features": [{"genre": "comedy"}, {"tags": ["new", "short"]}]},
            {"id": "news", "features": []}
          ],
          "excludedActions": ["news"],
          "eventId": "e1",
          "deferActivation": false
        }
        """;

    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.StartAsync();
        await DeployAsync("films", new PolicySpecification
        {
            Options = new SoftmaxOptions(),
            ContextFields = ["user.age", "user.city=Bonn", "hash_0", "hash_1"],
            ArmFields = ["genre=comedy", "length", "arm_hash_0", "arm_hash_1", "arm_hash_2"],
        });
        await DeployAsync("personalizer", new PolicySpecification
        {
            Options = new UniformOptions(),
            ContextFields = ["weekend"],
            Arms = ["drama", "comedy", "news"],
        });
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Theory]
    [InlineData("/personalizer/films/v1.0")]
    [InlineData("/personalizer/films/v1.1")]
    [InlineData("/personalizer/films/personalizer/v1.1-preview.3")]
    [InlineData("/personalizer/v1.0")]
    public async Task Rank_and_reward_become_a_decision_and_its_reward(string address)
    {
        var deployment = address.Contains("films", StringComparison.Ordinal) ? "films" : "personalizer";
        var answer = await _home.PostAsync($"{address}/rank", Rank);
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        var body = JsonNode.Parse(answer.Text)!;
        body["eventId"]!.GetValue<string>().ShouldBe("e1");
        var chosen = body["rewardActionId"]!.GetValue<string>();
        chosen.ShouldBeOneOf("drama", "comedy");
        var ranking = body["ranking"]!.AsArray().ToDictionary(
            static one => one!["id"]!.GetValue<string>(), static one => one!["probability"]!.GetValue<double>());
        ranking.Count.ShouldBe(3);
        ranking["news"].ShouldBe(0);
        ranking.Values.Sum().ShouldBe(1, 1e-9);
        ranking.Values.ShouldBe(ranking.Values.OrderDescending());

        (await _home.PostAsync($"{address}/events/e1/activate", "{}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.PostAsync($"{address}/events/e1/reward", """{"value": 0.5}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        var logged = (await _home.Serving.Decisions.FindAsync(deployment, "e1", Cancel)).ShouldNotBeNull();
        (logged.Decision.Arm, logged.Decision.Propensity).ShouldBe((chosen, ranking[chosen]));
        logged.Rewards.ShouldHaveSingleItem().Value.ShouldBe(0.5);
        (await _home.PostAsync($"{address}/rank", Rank)).Status.ShouldBe(
            HttpStatusCode.Created, "the same event again is the same decision");
        (await _home.Serving.Decisions.BooksAsync(deployment, Cancel))!.Decisions.ShouldBe(1);
    }

    [Fact]
    public async Task An_event_without_an_id_gets_one_and_a_reward_without_an_event_is_counted()
    {
        var answer = await _home.PostAsync($"{Films}/rank", """{"actions": [{"id": "a", "features": [{"x": 1}]}]}""");
        JsonNode.Parse(answer.Text)!["eventId"]!.GetValue<string>().ShouldNotBeEmpty();
        (await _home.PostAsync($"{Films}/events/nobody/reward", """{"value": 1}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _home.Serving.Decisions.BooksAsync("films", Cancel))!.Orphan.ShouldBe(1);
        (await _home.PostAsync($"{Films}/events/nobody/activate", "{}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_key_of_the_service_is_a_token()
    {
        var token = (await _home.Tokens.CreateAsync("app", TokenScope.Admin, null, Cancel)).Text;
        (await _home.PostAsync($"{Films}/rank", Rank, null, ("Ocp-Apim-Subscription-Key", token))).Status.ShouldBe(HttpStatusCode.Created);
        var refused = await _home.PostAsync($"{Films}/rank", Rank, null, ("Ocp-Apim-Subscription-Key", "wrong"));
        refused.Status.ShouldBe(HttpStatusCode.Unauthorized);
        JsonNode.Parse(refused.Text)!["error"]!["code"]!.GetValue<string>().ShouldBe("Unauthorized");
        (await _home.PostAsync("/api/v1/deployments/films/decide", "{}", null, ("Ocp-Apim-Subscription-Key", token)))
            .Status.ShouldBe(HttpStatusCode.Unauthorized, "elsewhere it is no key");
    }

    [Theory]
    [InlineData("""[]""", "not an object")]
    [InlineData("""{}""", "1 to 50 actions")]
    [InlineData("""{"actions": []}""", "1 to 50 actions")]
    [InlineData("""{"actions": ["a"]}""", "no 'id'")]
    [InlineData("""{"actions": [{"id": ""}]}""", "no 'id'")]
    [InlineData("""{"actions": [{"id": "a"}, {"id": "a"}]}""", "there twice")]
    [InlineData("""{"actions": [{"id": "a"}], "excludedActions": ["b"]}""", "not one of the actions")]
    [InlineData("""{"actions": [{"id": "a"}], "excludedActions": ["a"]}""", "All actions are excluded")]
    [InlineData("""{"actions": [{"id": "a"}], "deferActivation": "yes"}""", "neither true nor false")]
    [InlineData("""{"actions": [{"id": "a"}], "contextFeatures": {"a": 1}}""", "not a list of objects")]
    [InlineData("""{"actions": [{"id": "a", "features": [1]}]}""", "not a list of objects")]
    [InlineData("""{"actions": [{"id": "a"}], "contextFeatures": [{"user": {"age": 1e300}}]}""", "user.age")]
    [InlineData("""{"actions": [{"id": "a"}], "eventId": 3}""", "not a text")]
    [InlineData("""{"actions": [""", "not valid JSON")]
    public async Task What_is_wrong_is_refused_in_the_shape_of_the_service_and_decides_nothing(string body, string problem)
    {
        var answer = await _home.PostAsync($"{Films}/rank", body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        var error = JsonNode.Parse(answer.Text)!["error"]!;
        error["code"]!.GetValue<string>().ShouldBe("BadRequest");
        error["message"]!.GetValue<string>().ShouldContain(problem);
        (await _home.Serving.Decisions.BooksAsync("films", Cancel))!.Decisions.ShouldBe(0);
    }

    [Fact]
    public async Task Too_much_is_refused()
    {
        var many = string.Join(',', Enumerable.Range(0, 51).Select(static i => $$"""{"id": "a{{i}}"}"""));
        (await _home.PostAsync($"{Films}/rank", $$"""{"actions": [{{many}}]}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 20)) + "1" + new string('}', 20);
        (await _home.PostAsync($"{Films}/rank", $$"""{"actions": [{"id": "a"}], "contextFeatures": [{{deep}}]}"""))
            .Status.ShouldBe(HttpStatusCode.BadRequest);
        var wide = string.Join(',', Enumerable.Range(0, 10_001).Select(static i => $"\"f{i}\": 1"));
        (await _home.PostAsync($"{Films}/rank", $$$"""{"actions": [{"id": "a"}], "contextFeatures": [{{{{wide}}}}]}"""))
            .Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/personalizer/none/v1.1/rank", Rank)]
    [InlineData("/personalizer/films/v9/rank", Rank)]
    [InlineData("/personalizer/none/v1.1/events/e/reward", """{"value": 1}""")]
    public async Task What_is_not_there_is_not_found(string path, string body)
    {
        var answer = await _home.PostAsync(path, body);
        answer.Status.ShouldBe(HttpStatusCode.NotFound, answer.Text);
        JsonNode.Parse(answer.Text)!["error"]!["code"]!.GetValue<string>().ShouldBe("ResourceNotFound");
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"value": "1"}""")]
    [InlineData("""{"value": 1e300}""")]
    public async Task A_reward_that_is_no_number_is_refused(string body) =>
        (await _home.PostAsync($"{Films}/events/e1/reward", body)).Status.ShouldBe(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("hello", 0x248bfa47u)]
    [InlineData("hello, world", 0x149bbb7fu)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x2e4ff723u)]
    public void The_hash_is_the_published_one(string text, uint hash) => Murmur3.Hash(Encoding.UTF8.GetBytes(text)).ShouldBe(hash);

    [Fact]
    public void Features_become_numbers_by_name_or_by_hash()
    {
        var named = new FeatureVector(["user.age", "user.city=Bonn", "weekend", "list.1"], "hash_");
        named.Of("f", ValueJson.Parse("""[{"user": {"age": 30, "city": "Bonn", "else": 5}}, {"weekend": true, "list": [7, 8]}]"""))
            .ShouldBe([30, 1, 1, 8], "what has no field is left out");
        var hashed = new FeatureVector(["hash_0", "hash_1", "hash_2", "age"], "hash_");
        var numbers = hashed.Of("f", ValueJson.Parse("""[{"city": "Bonn", "age": 30}]"""));
        var place = (int)(Murmur3.Hash("city=Bonn"u8) % 3);
        numbers[3].ShouldBe(30);
        numbers[place].ShouldBe(1);
        numbers.Sum().ShouldBe(31);
        var city = ValueJson.Parse("""[{"city": "Bonn"}]""");
        hashed.Of("f", city, city)[place].ShouldBe(2, "the same feature adds up");
        hashed.Of("f", null).ShouldBe([0, 0, 0, 0]);
    }

    private async Task DeployAsync(string name, PolicySpecification specification)
    {
        using var file = new MemoryStream();
        await PolicyFile.WriteAsync(Policy.Create(specification), file, Cancel);
        file.Position = 0;
        var digest = (await _home.Blobs.PutAsync(file, Cancel)).Digest;
        await _home.Serving.Deployments.AddAsync(new NewVersion { Deployment = name, Policy = digest }, Cancel);
    }
}
