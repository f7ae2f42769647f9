using System.Collections.Immutable;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>What the platform document adds to an executor.</summary>
/// <param name="Secrets">Variables that secrets fill.</param>
/// <param name="TimeLimit">Longest duration; null for none.</param>
internal sealed record PlatformPart(ImmutableArray<EnvironmentVariableDefinition> Secrets, TimeSpan? TimeLimit)
{
    public static PlatformPart None { get; } = new([], null);
}

/// <summary>Reads the platform document: what a cluster does for an executor. What has no meaning for plain processes is warned of by name.</summary>
internal sealed class PlatformReader(Problems problems)
{
    private const string Kubernetes = "kubernetes";
    private static readonly string[] Honoured = ["secretAsEnv", "activeDeadlineSeconds"];

    private static readonly string[] NotHonoured =
    [
        "secretAsVolume", "pvcMount", "nodeSelector", "tolerations", "podMetadata", "imagePullSecret", "imagePullPolicy", "configMapAsVolume", "configMapAsEnv", "fieldPathAsEnv",
        "genericEphemeralVolume", "nodeAffinity", "podAffinity", "enabledSharedMemory", "emptyDirMounts", "securityContext", "initContainers",
    ];

    private static readonly string[] OfPlatform = ["config", "pipelineConfig"];

    private static readonly Dictionary<string, string> Remedies = new(StringComparer.Ordinal)
    {
        ["secretAsVolume"] = "Pass the secret as a variable with 'secretAsEnv'.",
        ["configMapAsEnv"] = "Set the values in 'env' of the container.",
        ["pvcMount"] = "Pass files as artifacts.",
    };

    /// <summary>Parts by executor.</summary>
    /// <param name="document">The document, or null when there is none.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="labels">Executors that are defined.</param>
    public Dictionary<string, PlatformPart> Read(YamlNode? document, DocumentPath path, IReadOnlyCollection<string> labels)
    {
        var parts = new Dictionary<string, PlatformPart>(StringComparer.Ordinal);
        if (Message.Of(document, path, problems, "platforms") is not { } root)
            return parts;
        foreach (var item in root.Table("platforms"))
        {
            if (item.Name != Kubernetes)
                problems.Warning(
                    "platform.unknown",
                    $"Unknown platform '{Names.Shown(item.Name)}'; its settings are ignored.",
                    item.Path,
                    item.NamePlace);
            else if (Message.Of(item.Node, item.Path, problems, "deploymentSpec", "platform", "version", "config", "pipelineConfig") is { } platform)
                ReadPlatform(platform, labels, parts);
        }
        return parts;
    }

    private void ReadPlatform(Message platform, IReadOnlyCollection<string> labels, Dictionary<string, PlatformPart> parts)
    {
        foreach (var field in OfPlatform.Where(field => platform.Node(field) is not null))
            problems.Warning(
                "platform.not-honoured",
                $"'{field}' applies to clusters only and is ignored for local processes.",
                platform.Where(field),
                platform.KeyPlace(field));
        foreach (var item in platform.Child("deploymentSpec", "executors")?.Table("executors") ?? [])
        {
            if (!labels.Contains(item.Name))
                problems.Warning(
                    "platform.unknown-executor",
                    $"Executor '{Names.Shown(item.Name)}' does not exist; its settings are ignored.",
                    item.Path,
                    item.NamePlace,
                    Suggestions.Remedy(item.Name, labels));
            else if (Message.Of(item.Node, item.Path, problems, [.. Honoured, .. NotHonoured]) is { } config)
                parts[item.Name] = ReadExecutor(config, $"Executor '{Names.Shown(item.Name)}'");
        }
    }

    private PlatformPart ReadExecutor(Message config, string owner)
    {
        foreach (var field in NotHonoured.Where(field => config.Node(field) is not null))
            problems.Warning(
                "platform.not-honoured",
                $"{owner}: '{field}' applies to clusters only and is ignored for local processes.",
                config.Where(field),
                config.KeyPlace(field),
                Remedies.GetValueOrDefault(field));
        var seconds = config.Whole("activeDeadlineSeconds", 0, int.MaxValue);
        return new PlatformPart(ReadSecrets(config, owner), seconds is > 0 ? TimeSpan.FromSeconds(seconds.Value) : null);
    }

    private ImmutableArray<EnvironmentVariableDefinition> ReadSecrets(Message config, string owner)
    {
        var variables = new OrderedDictionary<string, EnvironmentVariableDefinition>(StringComparer.Ordinal);
        foreach (var item in config.List("secretAsEnv"))
        {
            if (Message.Of(item.Node, item.Path, problems, "secretName", "secretNameParameter", "keyToEnv", "optional") is not { } secret)
                continue;
            var optional = secret.Flag("optional") ?? false;
            foreach (var entry in secret.List("keyToEnv"))
            {
                if (Message.Of(entry.Node, entry.Path, problems, "secretKey", "envVar")?.Text("envVar") is { } name && VariableNames.Check(name, owner, entry, problems))
                    variables[name] = new EnvironmentVariableDefinition { Name = name, Optional = optional, Secret = true };
            }
        }
        return [.. variables.Values];
    }
}
