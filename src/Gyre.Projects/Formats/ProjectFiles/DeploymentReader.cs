using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Builds what a project file says about deployments: what they serve, their settings, canaries and shadows.</summary>
internal sealed class DeploymentReader(Problems problems)
{
    private const int MaxName = 100;
    private const int MaxRoutes = 16;
    private static readonly string[] ContentKeys = ["policy", "model-file", "command"];
    private static readonly string[] OwnKeys = [.. DeploymentGrammar.Keys.Select(static key => key.Key)];

    /// <summary>Whether it says more than what steps may do and where the other platform deploys.</summary>
    public static bool IsDeclared(YamlMapping map) => OwnKeys.Any(key => map.Find(key) is not null);

    public DeploymentDeclaration Read(YamlMapping map, DocumentPath path)
    {
        var name = map.Text("name")!;
        if (name.Length is 0 or > MaxName || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(IsOfName))
            problems.Error(
                "deployment.name", $"'{Names.Shown(name)}' is not a valid name of a deployment.", path.Key("name"), map.PlaceOf("name"),
                "Use 1 to 100 lowercase letters, digits, '.', '_' and '-', with a letter or digit first.");
        var settings = map.Map("settings") is { } given ? ReadSettings(given, path.Key("settings")) : null;
        var content = ReadContent(map, path, required: false);
        var canaries = ReadList(map, "canaries", path, (item, where) =>
            new DeclaredCanary(ReadContent(item, where, required: true)!, item.Number("share")!.Value));
        var shadows = ReadList(map, "shadows", path, (item, where) => ReadContent(item, where, required: true)!);
        CheckForms(map, path, [content, .. canaries?.Select(static one => one.Content) ?? [], .. shadows ?? []], settings is not null);
        CheckShares(map, path, canaries ?? []);
        CheckFirst(map, path, content);
        foreach (var key in content is null ? (string[])["model", "alias", "model-version"] : [])
        {
            if (map.Find(key) is not null)
                problems.Error(
                    "deployment.without-content", $"'{key}' is about the declared content, and there is none.", path.Key(key),
                    map.PlaceOf(key), "Add 'policy', 'model-file' or 'command', or remove it.");
        }
        return new DeploymentDeclaration
        {
            Name = name,
            Place = PlaceOf(map.Place, path),
            Description = map.Text("description"),
            Content = content,
            FirstOnly = map.Flag("first-only") == true,
            Model = map.Text("model"),
            Alias = map.Text("alias"),
            Settings = settings,
            Canaries = canaries,
            Shadows = shadows,
        };
    }

    private DocumentPlace PlaceOf(YamlPlace place, DocumentPath path) => new(problems.File, place.Line, place.Column, path.ToString());

    private ImmutableArray<T>? ReadList<T>(YamlMapping map, string key, DocumentPath path, Func<YamlMapping, DocumentPath, T> read)
    {
        if (map.Find(key) is not YamlSequence list)
            return null;
        if (list.Items.Length > MaxRoutes)
            problems.Error(
                "deployment.routes", $"There are {list.Items.Length} {key}; the maximum is {MaxRoutes}.", path.Key(key), list.Place,
                "Remove some of them.");
        return [.. map.Maps(key, path).Select(item => read(item.Map, item.Path))];
    }

    /// <returns>Null when nothing is given.</returns>
    private DeclaredContent? ReadContent(YamlMapping map, DocumentPath path, bool required)
    {
        var given = ContentKeys.Where(key => map.Find(key) is not null).ToList();
        if (given.Count > 1 || (given.Count == 0 && required))
            problems.Error(
                "deployment.content",
                given.Count == 0 ? "Nothing to serve is given." : $"{Listed(given)} exclude each other.",
                path, map.Place, "Give exactly one of 'policy', 'model-file' and 'command'.");
        if (map.Find("command") is null)
        {
            foreach (var key in DeploymentGrammar.ProgramOnly.Where(key => map.Find(key) is not null))
                problems.Error(
                    "deployment.program-only", $"'{key}' is about a program and requires 'command'.", path.Key(key), map.PlaceOf(key),
                    "Add 'command', or remove it.");
        }
        if (given.Count == 0)
            return required ? new DeclaredContent { Place = PlaceOf(map.Place, path) } : null;
        return new DeclaredContent
        {
            Place = PlaceOf(map.PlaceOf(given[0]), path.Key(given[0])),
            Policy = ReadFile(map, path, "policy"),
            ModelFile = ReadFile(map, path, "model-file"),
            Program = map.Find("command") is null ? null : ReadProgram(map, path),
            ModelVersion = (long?)map.Number("model-version"),
        };
    }

    private DeclaredFile? ReadFile(YamlMapping map, DocumentPath path, string key) =>
        map.Text(key) is { } file ? FileAt(file, map.PlaceOf(key), path.Key(key)) : null;

    private DeclaredFile FileAt(string file, YamlPlace place, DocumentPath path)
    {
        if (!SafePath.TryParse(file, out _, out var reason))
            problems.Error(
                "deployment.file-path", $"The path '{Names.Shown(file)}' cannot be used: {reason}.", path, place,
                "Give the path of a file in the folder of the project, with '/' between names.");
        return new DeclaredFile(file, PlaceOf(place, path));
    }

    private DeclaredProgram ReadProgram(YamlMapping map, DocumentPath path)
    {
        var lines = map.Texts("command");
        if (lines.All(string.IsNullOrWhiteSpace))
            problems.Error(
                "deployment.command", "There is no line to run.", path.Key("command"), map.PlaceOf("command"),
                "Write a command such as 'python3 serve.py'.");
        foreach (var key in (string[])["predict-path", "health-path"])
        {
            if (map.Text(key) is { } route && !(route.StartsWith('/') && route.All(static c => c is > ' ' and <= '~' and not '#')))
                problems.Error(
                    "deployment.route", $"'{key}' does not begin with '/' or has characters that no address has.", path.Key(key),
                    map.PlaceOf(key), "Use a path such as /predict.");
        }
        return new DeclaredProgram
        {
            Commands = lines,
            Files = ReadFiles(map, path),
            Environment = ReadVariables(map, path),
            Port = map.Integer("port"),
            PredictPath = map.Text("predict-path"),
            HealthPath = map.Text("health-path"),
            Replicas = map.Integer("replicas"),
            WarmUp = map.Value("warm-up") is { } warmUp and not NullValue ? warmUp : null,
            StartTime = ReadTime(map, path, "start-time", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            AnswerTime = ReadTime(map, path, "answer-time", TimeSpan.FromSeconds(0.1), TimeSpan.FromHours(1)),
        };
    }

    private ImmutableArray<DeclaredFile> ReadFiles(YamlMapping map, DocumentPath path) => map.Find("files") switch
    {
        YamlScalar { Value: TextValue { Text: var text } } scalar => [FileAt(text, scalar.Place, path.Key("files"))],
        YamlSequence list =>
        [
            .. list.Items.OfType<YamlScalar>()
                .Select((item, index) => FileAt(item.Text, item.Place, path.Key("files").At(index))),
        ],
        _ => [],
    };

    private ImmutableSortedDictionary<string, string> ReadVariables(YamlMapping map, DocumentPath path)
    {
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.Map("environment")?.Entries ?? [])
        {
            var isName = entry.Key.Length is > 0 and <= 200 && !char.IsAsciiDigit(entry.Key[0])
                && entry.Key.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
            if (!isName)
                problems.Error(
                    "deployment.variable", $"The variable '{Names.Shown(entry.Key)}' cannot be set.",
                    path.Key("environment").Key(entry.Key), entry.KeyPlace,
                    "Use letters, digits and '_' in names, and no digit first.");
            variables[entry.Key] = map.Map("environment")!.Text(entry.Key) ?? "";
        }
        return variables.ToImmutable();
    }

    private DeclaredSettings ReadSettings(YamlMapping map, DocumentPath path)
    {
        var rule = map.Map("canary-rule");
        var (low, high) = (map.Number("reward-low"), map.Number("reward-high"));
        if (low > high)
            problems.Error(
                "deployment.number", "'reward-low' is greater than 'reward-high'.", path.Key("reward-low"), map.PlaceOf("reward-low"),
                "Swap them.");
        else if (rule is not null && !(low < high))
            problems.Error(
                "deployment.canary-range", "Canaries can be judged only where rewards have two bounds.", path.Key("canary-rule"),
                map.PlaceOf("canary-rule"), "Set 'reward-low' and 'reward-high', or remove the rule.");
        return new DeclaredSettings
        {
            Durability = map.Text("durability"),
            DurabilityWindow = ReadTime(map, path, "durability-window", TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
            ExplorationFloor = map.Number("exploration-floor"),
            RewardWait = ReadTime(map, path, "reward-wait", TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(365)),
            RewardMemory = ReadTime(map, path, "reward-memory", TimeSpan.Zero, TimeSpan.FromDays(3650)),
            RewardDefault = map.Number("reward-default"),
            RewardAggregation = map.Text("reward-aggregation"),
            LateRewards = map.Text("late-rewards"),
            RewardLow = low,
            RewardHigh = high,
            CanaryRule = rule is null ? null : ReadRule(rule, path.Key("canary-rule")),
            Apprentice = map.Map("apprentice") is { } apprentice ? ReadApprentice(map, apprentice, path) : null,
        };
    }

    private DeclaredApprentice ReadApprentice(YamlMapping settings, YamlMapping map, DocumentPath path)
    {
        var at = path.Key("apprentice");
        if (map.Number("share") == 0)
            problems.Error(
                "deployment.number", "'share' must be above 0.", at.Key("share"), map.PlaceOf("share"), "Use 0.8, for example.");
        if (!(settings.Number("reward-low") >= 0) || settings.Number("reward-default") < 0)
            problems.Error(
                "deployment.apprentice-range", "An apprentice can be judged only where no reward is below 0.", at,
                settings.PlaceOf("apprentice"), "Set 'reward-low' to 0 or more, or remove 'apprentice'.");
        return new DeclaredApprentice { Share = map.Number("share"), MinDecisions = map.Integer("min-decisions") };
    }

    private DeclaredCanaryRule ReadRule(YamlMapping map, DocumentPath path)
    {
        if (map.Number("level") is 0 or 1)
            problems.Error(
                "deployment.number", "'level' must be above 0 and below 1.", path.Key("level"), map.PlaceOf("level"),
                "Use 0.95, for example.");
        if (map.Number("hold-back") == 1)
            problems.Error(
                "deployment.number", "'hold-back' must be below 1.", path.Key("hold-back"), map.PlaceOf("hold-back"),
                "Use 0.1, for example.");
        return new DeclaredCanaryRule
        {
            Margin = map.Number("margin"),
            Level = map.Number("level"),
            Promote = map.Flag("promote"),
            HoldBack = map.Number("hold-back"),
            MaxDecisions = (long?)map.Number("max-decisions"),
        };
    }

    private TimeSpan? ReadTime(YamlMapping map, DocumentPath path, string key, TimeSpan least, TimeSpan most)
    {
        if (map.Find(key) is not YamlScalar { Value: var value } scalar)
            return null;
        if (!Durations.TryRead(value, out var time, out var reason, out _))
            problems.Error(
                "duration.invalid", $"'{key}' is not a duration: {reason}.", path.Key(key), scalar.Place,
                "Write seconds, or a string such as '1h 30m'.");
        else if (time < least || time > most)
            problems.Error("deployment.time", $"'{key}' is {time}; it must be from {least} to {most}.", path.Key(key), scalar.Place);
        return time;
    }

    /// <summary>All versions of a deployment serve one form, and only policies decide.</summary>
    private void CheckForms(YamlMapping map, DocumentPath path, IEnumerable<DeclaredContent?> contents, bool hasSettings)
    {
        var forms = contents.OfType<DeclaredContent>().Where(static one => FormOf(one) is not null)
            .Select(static one => (Form: FormOf(one)!, one.Place)).ToList();
        foreach (var (form, place) in forms.Where(one => one.Form != forms[0].Form))
            problems.Add(
                [place.Error("deployment.form", $"'{form}' cannot be a version of a deployment that serves '{forms[0].Form}'.",
                    "Use one form for all versions, or declare another deployment.")]);
        if (hasSettings && forms.FirstOrDefault().Form is { } served and not "policy")
            problems.Error(
                "deployment.settings", $"The settings are about decisions, which a deployment with '{served}' does not make.",
                path.Key("settings"), map.PlaceOf("settings"), "Remove 'settings'.");
    }

    private static string? FormOf(DeclaredContent content) => content switch
    {
        { Policy: not null } => "policy",
        { ModelFile: not null } => "model-file",
        { Program: not null } => "command",
        _ => null,
    };

    private void CheckShares(YamlMapping map, DocumentPath path, ImmutableArray<DeclaredCanary> canaries)
    {
        if (canaries.Any(static canary => canary.Share is 0 or 1) || canaries.Sum(static canary => canary.Share) >= 1)
            problems.Error(
                "deployment.share", "The shares of canaries must be above 0, and below 1 in sum, so that the champion has a share.",
                path.Key("canaries"), map.PlaceOf("canaries"), "Reduce them.");
    }

    private void CheckFirst(YamlMapping map, DocumentPath path, DeclaredContent? content)
    {
        if (map.Flag("first-only") == true && content is null)
            problems.Error(
                "deployment.first-only", "'first-only' is about the declared content, and there is none.", path.Key("first-only"),
                map.PlaceOf("first-only"), "Add 'policy', 'model-file' or 'command', or remove it.");
        else if (content is not null && map.Flag("first-only") != true
            && map.Texts(DeploymentRights.Key).Contains(DeploymentRights.WordOf(DeploymentRight.Deploy)))
        {
            problems.Hint(
                "deployment.two-sources", "Steps may deploy versions, and 'gyre deploy' puts the declared content back in their place.",
                path.Key(DeploymentRights.Key), map.PlaceOf(DeploymentRights.Key),
                "Add 'first-only: true' if the declared content is only the first version.");
        }
    }

    private static string Listed(IEnumerable<string> keys) => string.Join(" and ", keys.Select(static key => $"'{key}'"));

    private static bool IsOfName(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-';
}
