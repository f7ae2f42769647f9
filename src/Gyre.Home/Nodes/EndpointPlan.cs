using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;
using Gyre.Serving;

namespace Gyre.Home.Nodes;

/// <summary>What one endpoint of a deployment node becomes.</summary>
/// <param name="Deployment">Name of the deployment.</param>
/// <param name="Program">The program that it serves; null for a model.</param>
/// <param name="Model">The model or policy file that it serves; empty for a program.</param>
internal sealed record EndpointTarget(string Deployment, CommandModel? Program, Digest Model)
{
    /// <summary>Whether <see cref="Model"/> is ONNX by its name; else it is a model or policy file of Gyre, or neither.</summary>
    public bool IsOnnx { get; init; }
}

/// <summary>What a deployment node makes of its endpoints: all of them are served, or none. Pure.</summary>
internal sealed record EndpointPlan
{
    private const int StandardPort = 8000;
    private const int MaxName = 100;

    /// <summary>What is served; empty when nothing can be.</summary>
    public ImmutableArray<EndpointTarget> Targets { get; private init; } = [];

    /// <summary>Why nothing can be served; null when something can.</summary>
    public string? Reason { get; private init; }

    /// <summary>Looks at all endpoints of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">Files that edges brought, under <c>ENDPOINT.FILE</c>.</param>
    /// <param name="endpoints">The endpoints that the project declares.</param>
    /// <param name="code">The files of the project, which a program finds in its folder; null when they are gone.</param>
    public static EndpointPlan Make(
        DeploymentNode node, ImmutableArray<InputOrder> inputs, ImmutableArray<NamedDefinition> endpoints, CodeTree? code)
    {
        var delivered = inputs.Where(static input => input.Name.Contains('.', StringComparison.Ordinal))
            .ToLookup(static input => input.Name.Split('.', 2)[0], StringComparer.Ordinal);
        string[] names = [.. node.Endpoints.Union(delivered.Select(static group => group.Key), StringComparer.Ordinal)];
        if (names.Length == 0)
            return Nothing("it names no endpoint");
        if (node.Commit is not null)
            return Nothing("it names another commit than that of its run");
        var targets = ImmutableArray.CreateBuilder<EndpointTarget>(names.Length);
        foreach (var name in names)
        {
            var definition = endpoints.FirstOrDefault(one => one.Name == name)?.Definition;
            var files = Files(definition, delivered[name], name, out var problem);
            InputFile[] arrived = [.. delivered[name].SelectMany(static input => input.Files).Where(static file => IsModel(file.Name))];
            var sources = new Sources(NameOf(node.Deployment, name), files.Count == 1 ? arrived : [], code);
            var target = problem is null ? TargetOf(name, definition, files, sources, out problem) : null;
            if (target is null)
                return Nothing(problem!);
            targets.Add(target);
        }
        return new EndpointPlan { Targets = targets.ToImmutable() };
    }

    /// <summary>The deployment of an endpoint: <c>DEPLOYMENT-ENDPOINT</c> in the letters that names of deployments have.</summary>
    public static string NameOf(string deployment, string endpoint)
    {
        var name = string.Concat($"{deployment}-{endpoint}".ToLowerInvariant().Select(static c => IsOfName(c) ? c : '-'))
            .TrimStart('.', '_', '-');
        return name.Length <= MaxName ? name : name[..MaxName];
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-';

    private static bool IsModel(string name) => Path.GetExtension(name) is ".onnx" or ".json";

    private static EndpointPlan Nothing(string reason) => new() { Reason = reason };

    private static EndpointTarget? TargetOf(
        string endpoint, MapValue? definition, List<CommandFile> files, Sources sources, out string? problem)
    {
        var (deployment, arrived, code) = sources;
        problem = null;
        if (Texts(definition?.Find("server-command")) is { IsEmpty: false } commands)
        {
            if (code is null)
            {
                problem = "the code of the run is gone";
                return null;
            }
            return new EndpointTarget(deployment, Program(commands, definition!, files, code), default);
        }
        if (arrived is [var only])
            return new EndpointTarget(deployment, null, only.Digest) { IsOnnx = only.Name.EndsWith(".onnx", StringComparison.Ordinal) };
        problem = definition is null
            ? $"the project has no endpoint '{endpoint}'"
            : $"endpoint '{endpoint}' has a 'wsgi' application, which needs a server: give it a 'server-command' such as "
                + "'gunicorn --bind 127.0.0.1:8000 MODULE:APPLICATION', or deliver one ONNX file";
        return null;
    }

    private static CommandModel Program(ImmutableArray<string> commands, MapValue definition, List<CommandFile> files, CodeTree code)
    {
        var paths = files.Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);
        return new CommandModel
        {
            Commands = commands,
            Files =
            [
                .. code.Files.Where(file => !paths.Contains(file.Path))
                    .Select(static file => new CommandFile(file.Path, file.Digest, file.Executable)),
                .. files,
            ],
            Port = definition.Find("port") is IntegerValue { } port && port.TryGetNumber(out var number) ? (int)number : StandardPort,
        };
    }

    /// <summary>The delivered files, under the paths that the endpoint declares.</summary>
    private static List<CommandFile> Files(MapValue? definition, IEnumerable<InputOrder> delivered, string endpoint, out string? problem)
    {
        var files = new List<CommandFile>();
        problem = null;
        var inputs = delivered.ToDictionary(
            static input => input.Name.Split('.', 2)[1], static input => input.Files, StringComparer.Ordinal);
        var declared = (definition?.Find("files") as ListValue)?.Items.OfType<MapValue>().ToList() ?? [];
        foreach (var file in declared)
        {
            var (name, path) = (TextOf(file, "name"), TextOf(file, "path"));
            var found = inputs.GetValueOrDefault(name, []);
            if (found.IsDefaultOrEmpty || found.Length > 1)
            {
                var times = found.IsDefaultOrEmpty ? 0 : found.Length;
                problem = $"the file '{name}' of endpoint '{endpoint}' was delivered {times} times, not once";
                return files;
            }
            if (!SafePath.TryParse(path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path, out var safe, out var reason))
            {
                problem = $"the path of the file '{name}' of endpoint '{endpoint}' cannot be used: {reason}";
                return files;
            }
            files.Add(new CommandFile(safe.ToString(), found[0].Digest));
            inputs.Remove(name);
        }
        foreach (var (name, found) in inputs)
        {
            if (definition is not null)
            {
                problem = $"endpoint '{endpoint}' declares no file '{name}'";
                return files;
            }
            files.AddRange(found.Select(static file => new CommandFile(file.Name, file.Digest)));
        }
        return files;
    }

    private static ImmutableArray<string> Texts(Value? value) => value switch
    {
        TextValue text => [text.Text],
        ListValue list => [.. list.Items.OfType<TextValue>().Select(static text => text.Text)],
        _ => [],
    };

    private static string TextOf(MapValue map, string key) => (map.Find(key) as TextValue)?.Text ?? "";

    /// <summary>What an endpoint is made of.</summary>
    /// <param name="Deployment">Name of its deployment.</param>
    /// <param name="Models">Delivered files that may be served themselves.</param>
    /// <param name="Code">The files of the project.</param>
    private sealed record Sources(string Deployment, InputFile[] Models, CodeTree? Code);
}
