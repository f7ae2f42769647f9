using System.Collections.Immutable;
using System.Globalization;
using Gyre.Execution;
using Microsoft.Extensions.Logging;

namespace Gyre.Serving.Programs;

/// <summary>What all replicas of a program have in common.</summary>
internal sealed record ProgramSetting(string Deployment, CommandModel Command, ProgramFolder Folder, TimeProvider Clock, ILogger Logger)
{
    /// <summary>How a replica is started.</summary>
    public ServiceOrder OrderOf(int port, ProgramOutput output)
    {
        var text = port.ToString(CultureInfo.InvariantCulture);
        var told = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var name in (string[])["PORT", "AIP_HTTP_PORT", "VALOHAI_PORT"])
            told[name] = text;
        told["AIP_PREDICT_ROUTE"] = Command.PredictPath;
        told["AIP_HEALTH_ROUTE"] = Command.HealthPath;
        told["AIP_STORAGE_URI"] = Folder.Path;
        // A program of Python would keep its lines for itself until its buffer is full.
        told["PYTHONUNBUFFERED"] = "1";
        foreach (var (name, value) in Command.Environment)
            told[name] = value;
        return new ServiceOrder
        {
            Commands = [.. Command.Commands.Select(line => PortText.Put(line, Command.Port, port))],
            Folder = Folder.Path,
            Environment = told.ToImmutable(),
            Owner = Folder.Owner,
            Output = output.Add,
        };
    }
}
