using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Server;

namespace Gyre.Cli.Serving;

/// <summary>
/// What platforms such as Vertex AI tell a container for predictions by variables: <c>AIP_HTTP_PORT</c>, <c>AIP_PREDICT_ROUTE</c>,
/// <c>AIP_HEALTH_ROUTE</c> and <c>AIP_STORAGE_URI</c>.
/// </summary>
internal sealed record ContainerVariables
{
    private const string UsualName = "model";
    private const string OwnHealth = "/health";
    private const int MaxPath = 500;

    /// <summary>The deployment that answers.</summary>
    public required string Deployment { get; init; }

    /// <summary>Where to listen; null where nothing is said.</summary>
    public int? Port { get; init; }

    /// <summary>Further paths; null for none.</summary>
    public PredictionContainer? Paths { get; init; }

    /// <summary>A file, or a folder with one, that the deployment has to serve; null for none.</summary>
    public string? Storage { get; init; }

    /// <param name="host">Has the variables.</param>
    /// <param name="deployment">The deployment that answers; null for the usual name.</param>
    /// <exception cref="InvalidInputException">A variable is none that can be followed.</exception>
    public static ContainerVariables Read(CliHost host, string? deployment)
    {
        var (predict, health) = (PathOf(host, "AIP_PREDICT_ROUTE"), PathOf(host, "AIP_HEALTH_ROUTE"));
        if (deployment is not null && predict is null)
            throw new InvalidInputException(
                "serve.predict", "--predict names a deployment, but the variable AIP_PREDICT_ROUTE is not set.",
                "Set AIP_PREDICT_ROUTE to a path such as /predict.");
        var name = deployment ?? UsualName;
        return new ContainerVariables
        {
            Deployment = name,
            Port = PortOf(host),
            // The server's own answer is about all of it, and its clients rely on that.
            Paths = predict is null && health is null ? null : new PredictionContainer(name, predict, health == OwnHealth ? null : health),
            Storage = predict is not null && Given(host, "AIP_STORAGE_URI") is { } address ? LocalPath(host, address) : null,
        };
    }

    private static string? Given(CliHost host, string variable) => host.Variable(variable) is { Length: > 0 } text ? text : null;

    private static int? PortOf(CliHost host)
    {
        if (Given(host, "AIP_HTTP_PORT") is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw Refuse("AIP_HTTP_PORT", text, "a port from 1 to 65535");
    }

    private static string? PathOf(CliHost host, string variable)
    {
        if (Given(host, variable) is not { } text)
            return null;
        var isPath = text.Length <= MaxPath && text is ['/', _, ..]
            && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || "/-_.~:".Contains(letter, StringComparison.Ordinal));
        return isPath ? text : throw Refuse(variable, text, "a path such as /predict");
    }

    private static string LocalPath(CliHost host, string address)
    {
        if (!address.Contains("://", StringComparison.Ordinal))
            return host.Resolve(address);
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsFile
            ? uri.LocalPath
            : throw new InvalidInputException(
                "serve.container", $"AIP_STORAGE_URI is '{Shown.Short(address, 200)}', which is not on this machine.",
                "Copy or mount the model into a folder, and set AIP_STORAGE_URI to that folder.");
    }

    private static InvalidInputException Refuse(string variable, string text, string wanted) => new(
        "serve.container", $"The variable {variable} is '{Shown.Short(text, 200)}', which is not {wanted}.",
        $"Set {variable} to {wanted}, or unset it.");
}
