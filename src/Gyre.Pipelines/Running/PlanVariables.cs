using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Variables;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Running;

/// <summary>
/// What a run gets of variables and secrets when it is accepted. Plain ones are copied into the plan; of secrets only names, with the
/// values sealed beside it or looked up
/// in the project for each attempt.
/// </summary>
internal sealed class PlanVariables(IDatabase database, SecretVault vault, HostVariables host, KnownSecrets? known)
{
    /// <summary>The plan with them, and what has to be kept with the run.</summary>
    /// <exception cref="InvalidInputException">A name or a value is refused, or the key of secrets is missing.</exception>
    public async Task<(RunPlan Plan, ImmutableArray<SealedValue> Sealed)> AddAsync(
        RunPlan plan, StartRun request, FileSecrets written, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in request.Variables.Concat(request.Secrets))
            VariableRules.Check(name, value);
        known?.AddPassing(request.Secrets.Values.Concat(written.Secrets));
        var variables = await database.ReadAsync(session => VariableTable.List(session, plan.Project), cancellationToken);
        var given = await vault.SealAsync(SealedValues.OfRun(plan.Run), request.Secrets, cancellationToken);
        var addresses = await vault.SealAsync(SealedValues.OfAddresses(plan.Project), written.Addresses, cancellationToken);
        var values = await vault.SealAsync(SealedValues.OfFile(plan.Project), written.Values, cancellationToken);
        plan = plan with
        {
            Variables = NodeWork.NoVariables.AddRange(variables.Where(static variable => !variable.IsSecret)
                .Select(static variable => KeyValuePair.Create(variable.Name, variable.Value ?? ""))),
            ProjectSecrets = [.. variables.Where(static variable => variable.IsSecret).Select(static variable => variable.Name)],
            HostVariables = FromHost(plan),
            GivenVariables =
                NodeWork.NoVariables.AddRange(request.Variables.Where(variable => !request.Secrets.ContainsKey(variable.Key))),
            GivenSecrets = [.. request.Secrets.Keys],
        };
        return (plan, [.. given, .. addresses, .. values]);
    }

    /// <summary>Looked up once, so that every node and every turn of the run sees the same.</summary>
    private ImmutableSortedDictionary<string, string> FromHost(RunPlan plan)
    {
        var found = NodeWork.NoVariables.ToBuilder();
        foreach (var step in new RunGraph(plan).All.Select(static pair => pair.Node).OfType<StepNode>().Select(static node => node.Step))
        {
            foreach (var variable in step.EnvironmentVariables.Where(static variable => variable is { FromHost: true, Secret: false }))
            {
                if (host.Find(variable.Name) is { } value)
                    found[variable.Name] = value;
                else if (variable is { Optional: false, Default: null } && host.IsKeptBack(variable.Name))
                    throw new InvalidInputException(
                        "variable.not-allowed",
                        $"Step '{step.Name}' requires the variable '{variable.Name}' of the environment of this program, but projects may not use it.",
                        HostVariables.RemedyFor(variable.Name));
            }
        }
        return found.ToImmutable();
    }

    /// <summary>The whole address behind a shown form; null when none was kept.</summary>
    public Task<string?> AddressAsync(string project, string shown, CancellationToken cancellationToken) =>
        vault.OpenAsync(SealedValues.OfAddresses(project), shown, cancellationToken);
}
