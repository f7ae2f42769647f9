using System.CommandLine;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Core.Loops;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server.Features;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Cli.Tests.Modules;

/// <summary>
/// A module that the program does not know: it keeps postcards, stamps them in the background, shows them over HTTP and lists them on the
/// command line.
/// </summary>
internal sealed partial class PostcardModule : IEngineModule, IServerFeature, ICommandFeature
{
    public string Name => "postcards";

    public IReadOnlyList<Migration> Migrations { get; } = [new("postcards", 1, "postcards", Table, Table)];

    public IReadOnlyList<Component> Components { get; } =
    [
        new() { Name = "gyre/postcard", Command = [.. new[] { "echo", "greetings from a module" }.Select(ArgumentTemplate.Literal)] },
    ];

    public IReadOnlyList<EventType> EventTypes { get; } = [Written];

    public IReadOnlyList<ExternalKind> NodeKinds { get; } = [new Correspondence()];

    public IReadOnlyList<CommandEntry> Commands => [new("postcards", CreateCommand)];

    public IJsonTypeInfoResolver Json => PostcardJson.Default;

    private static EventType Written { get; } = new("postcard.written", "postcard/NUMBER", "Somebody wrote a postcard.",
        new EventField("words", EventFieldKind.Text, "what it says"));

    private const string Table = "CREATE TABLE postcards (id INTEGER PRIMARY KEY, words TEXT NOT NULL, stamped INTEGER NOT NULL);";

    public Task<IOpenModule> OpenAsync(HomeParts parts, CancellationToken cancellationToken)
    {
        var office = new PostOffice(parts.Store.Database, parts.Clock);
        parts.Add(office);
        return Task.FromResult<IOpenModule>(new Opened(office));
    }

    public IEnumerable<RouteRule> Rights =>
    [
        new("GET", "/api/v1/postcards", Right.Read, Steps: null),
        new("POST", "/api/v1/postcards", Right.Change, Steps: null),
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapFeature("/postcards", "Postcards");
        group.MapGet("", ListAsync);
        group.MapPost("", WriteAsync).TakesJson<Postcard>();
    }

    private static async Task<IResult> ListAsync(PostOffice office, CancellationToken cancellationToken) =>
        TypedResults.Ok(new PostcardList([.. await office.ListAsync(cancellationToken)]));

    private static async Task<IResult> WriteAsync(HttpContext context, PostOffice office, CancellationToken cancellationToken)
    {
        await office.WriteAsync(JsonBody.Read(context, PostcardJson.Default.Postcard).Words, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Command CreateCommand(CliHost host)
    {
        var command = new Command("postcards", "Lists postcards.");
        HomeOptions.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            foreach (var card in await home.Parts.Get<PostOffice>().ListAsync(cancellationToken))
                await host.Out.WriteLineAsync($"{card.Words} ({(card.Stamped ? "stamped" : "bare")})");
            return CliExitCodes.Done;
        });
        return command;
    }

    private sealed class Opened(PostOffice office) : IOpenModule
    {
        public IReadOnlyList<IBackgroundLoop> Loops => [new BackgroundLoop("postcards", office.StampAsync)];

        public Task<string?> ExamineAsync(CancellationToken cancellationToken) => office.ExamineAsync(cancellationToken);
    }

    /// <summary>A kind of node: it waits until somebody writes back.</summary>
    private sealed class Correspondence : ExternalKind
    {
        public override NodeKind Kind { get; } = new()
        {
            Word = "postcard",
            Fields = [new NodeField("to", NodeFieldType.Text, Required: true)]
        };

        public override string WaitsFor => "a postcard";

        public override ExternalStart Start(ExternalNode node) =>
            new WaitFor { Question = new MapValue([new("to", node.Settings.Find("to")!)]) };

        public override ExternalEnd End(ExternalNode node, MapValue answer, string by) => ExternalEnd.Succeeded($"{by} wrote back");
    }

    /// <summary>A postcard.</summary>
    internal sealed record Postcard(string Words, bool Stamped);

    /// <summary>Postcards.</summary>
    internal sealed record PostcardList(IReadOnlyList<Postcard> Postcards);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(Postcard))]
    [JsonSerializable(typeof(PostcardList))]
    private sealed partial class PostcardJson : JsonSerializerContext;

    /// <summary>Keeps postcards.</summary>
    internal sealed class PostOffice(IDatabase database, TimeProvider clock)
    {
        private readonly Channel<bool> _written = Channel.CreateUnbounded<bool>();

        public Task<List<Postcard>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
            static session =>
                session.Query<Row>("SELECT words, stamped FROM postcards ORDER BY id").Select(row =>
                new Postcard(row.Words, row.Stamped == 1)).ToList(),
            cancellationToken);

        public async Task WriteAsync(string words, CancellationToken cancellationToken)
        {
            await database.WriteAsync(
                session =>
                {
                    session.Execute("INSERT INTO postcards (id, words, stamped) SELECT COUNT(*), @words, 0 FROM postcards", new { words });
                    return session.Append(new NewEvent(Written, "postcard/any", clock.GetUtcNow(),
                        ValueJson.Write(new MapValue([new("words", Value.Of(words))]))));
                },
                cancellationToken);
            _written.Writer.TryWrite(true);
        }

        public async Task StampAsync(ILoopScope scope, CancellationToken cancellationToken)
        {
            while (true)
            {
                await database.WriteAsync(static session => session.Execute("UPDATE postcards SET stamped = 1 WHERE stamped = 0"),
                    cancellationToken);
                scope.Beat();
                await _written.Reader.ReadAsync(cancellationToken);
            }
        }

        public async Task<string?> ExamineAsync(CancellationToken cancellationToken) =>
            (await ListAsync(cancellationToken)).Any(static card => card.Words == "fire") ? "there is a fire in the post office" : null;

        private sealed record Row
        {
            public string Words { get; init; } = "";

            public long Stamped { get; init; }
        }
    }
}
