using System.Collections.Immutable;
using Gyre.Projects.Formats.Yaml;
using Gyre.Projects.Rules;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Builds declared notifications: <c>- notification: {...}</c>, or several under <c>- notifications:</c>.</summary>
internal sealed class NotificationReader(Problems problems, DeclaredList<Pipeline> pipelines, EventWords words)
{
    public static Shape Form { get; } = Shape.Closed(
        ["name", "on"],
        ("name", Shape.Text), ("on", Shape.Texts), ("pipeline", Shape.Text), ("description", Shape.Text),
        ("webhook", Shape.Closed(["url"], ("url", Shape.Text), ("secret", Shape.Text))),
        ("email", Shape.Closed(["to", "from", "server"], ("to", Shape.Texts), ("from", Shape.Text), ("server", Shape.Text), ("user", Shape.Text), ("password", Shape.Text))));

    public ImmutableArray<Notification> ReadAll(IEnumerable<(string? Kind, YamlMapping Map, DocumentPath Path)> parts)
    {
        var found = ImmutableArray.CreateBuilder<Notification>();
        foreach (var (map, path) in parts.SelectMany(Notifications))
        {
            var notification = Read(map);
            foreach (var problem in NotificationRules.Check(notification, words))
                Add(problem, map, path);
            if (notification.Pipeline is { } pipeline && pipelines.Find(pipeline) is null)
                problems.Error(
                    "notification.unknown-pipeline",
                    $"Notification '{Names.Shown(notification.Name)}': pipeline '{Names.Shown(pipeline)}' does not exist.",
                    path.Key("pipeline"),
                    map.PlaceOf("pipeline"),
                    Suggestions.Remedy(pipeline, pipelines.Names));
            if (found.Any(other => other.Name == notification.Name))
                problems.Error("notification.duplicate-name", $"Two notifications have the name '{Names.Shown(notification.Name)}'.", path.Key("name"), map.PlaceOf("name"), "Rename one of them.");
            found.Add(notification);
        }
        return found.ToImmutable();
    }

    private static IEnumerable<(YamlMapping Map, DocumentPath Path)> Notifications((string? Kind, YamlMapping Map, DocumentPath Path) part) => part.Kind switch
    {
        "notification" => [(part.Map.Map("notification")!, part.Path.Key("notification"))],
        "notifications" => part.Map.Maps("notifications", part.Path),
        _ => [],
    };

    private static Notification Read(YamlMapping map) => new()
    {
        Name = map.Text("name") ?? "",
        On = map.Texts("on"),
        Pipeline = map.Text("pipeline"),
        Webhook = map.Map("webhook") is { } webhook ? new WebhookTarget { Url = webhook.Text("url") ?? "", Secret = webhook.Text("secret") } : null,
        Email = map.Map("email") is { } email
            ? new MailTarget { To = email.Texts("to"), From = email.Text("from") ?? "", Server = email.Text("server") ?? "", User = email.Text("user"), Password = email.Text("password") }
            : null,
    };

    private void Add(NotificationProblem problem, YamlMapping map, DocumentPath path)
    {
        var (place, where) = (map.Place, path);
        for (var (at, within) = (0, map); at < problem.Path.Length && within is not null; at++)
        {
            place = within.PlaceOf(problem.Path[at]);
            where = where.Key(problem.Path[at]);
            within = within.Map(problem.Path[at]);
        }
        problems.Error(problem.Code, problem.Message, where, place, problem.Remedy);
    }
}
