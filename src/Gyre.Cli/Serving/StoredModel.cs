using System.Globalization;
using System.Text.Json;
using Gyre.Cli.Deployments;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Cli.Serving;

/// <summary>Makes a deployment serve the policy or model that lies in a folder.</summary>
internal static class StoredModel
{
    /// <summary>Deploys it, unless the champion has the same content; says what was done.</summary>
    /// <param name="desk">Has the deployments.</param>
    /// <param name="name">The deployment.</param>
    /// <param name="path">A file, or a folder with exactly one file <c>*.onnx</c> or <c>*.json</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such file, there are several, or its content cannot be served.</exception>
    public static async Task<string> DeployAsync(
        IDeploymentDesk desk, string name, string path, CancellationToken cancellationToken)
    {
        var file = Find(path);
        var digest = await desk.UploadAsync(file, cancellationToken);
        if (await desk.FindAsync(name, cancellationToken) is { } known
            && (await desk.VersionsAsync(name, cancellationToken)).Versions.Any(
                one => one.Version == known.Champion && one.Policy == digest))
            return $"The champion of '{name}' is {file.Name} already.";
        var isPolicy = file.Extension != ".onnx" && await IsPolicyAsync(file, cancellationToken);
        var deployed = await desk.DeployAsync(
            new DeployRequest
            {
                Name = name,
                Policy = isPolicy ? digest : null,
                Artifact = isPolicy ? null : digest,
                Reason = "From AIP_STORAGE_URI.",
            },
            cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"Deployed {file.Name} as version {deployed.Version.Version} of '{name}'.");
    }

    private static FileInfo Find(string path)
    {
        if (File.Exists(path))
            return new FileInfo(path);
        if (!Directory.Exists(path))
            throw Refuse($"'{path}' does not exist.", "Set AIP_STORAGE_URI to the file or folder of the model.");
        var found = new DirectoryInfo(path).EnumerateFiles()
            .Where(static file => file.Extension is ".onnx" or ".json").Take(2).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw Refuse($"'{path}' has no file *.onnx or *.json.", "Put the policy or model file there."),
            _ => throw Refuse($"'{path}' has several files *.onnx or *.json.", "Set AIP_STORAGE_URI to one of them."),
        };
    }

    /// <summary>A policy file has options at its top, a model file does not. What neither reads is refused when it is deployed.</summary>
    private static async Task<bool> IsPolicyAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        try
        {
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("options", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static InvalidInputException Refuse(string message, string remedy) => new("serve.container", message, remedy);
}
