using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Variables;
using Gyre.Projects;

namespace Gyre.Pipelines.Running;

/// <summary>Secrets of an attempt, and what to tell about those that it does not get.</summary>
/// <param name="Values">By name.</param>
/// <param name="Warnings">Sentences without secrets.</param>
internal sealed record FoundSecrets(ImmutableSortedDictionary<string, string> Values, ImmutableArray<string> Warnings);

/// <summary>
/// Looks up secrets when an attempt is ordered. What was given for the run goes first, then the environment of the user who runs the
/// engine as
/// far as it is given out, then the
/// step's own value, then the project's.
/// </summary>
internal sealed class StepSecrets(SecretVault vault, HostVariables host)
{
    /// <exception cref="InvalidInputException">A required secret has no value, or the key is missing.</exception>
    public async Task<FoundSecrets> FindAsync(
        RunPlan plan, Step step, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var found = NodeWork.NoVariables.ToBuilder();
        var warnings = ImmutableArray.CreateBuilder<string>();
        var given = plan.GivenSecrets.IsEmpty ? NodeWork.NoVariables
            : await vault.OpenAsync(SealedValues.OfRun(plan.SecretsOf ?? plan.Run), cancellationToken);
        var ofProject = await OfProjectAsync(plan, step, cancellationToken);
        // What stands in the environment by now was given for the run, comes over an edge or is the step's own: all of these go before
        // the project.
        found.AddRange(ofProject.Where(secret => !environment.ContainsKey(secret.Key)));
        foreach (var variable in step.EnvironmentVariables.Where(static variable => variable.Secret))
        {
            var value = plan.GivenVariables.GetValueOrDefault(variable.Name) ?? host.Find(variable.Name)
                ?? await OwnAsync(plan, step, variable, cancellationToken);
            value ??= ofProject.GetValueOrDefault(variable.Name)
                ?? (step.InheritVariables ? plan.Variables.GetValueOrDefault(variable.Name) : null);
            if (value is not null)
                found[variable.Name] = value;
            else if (!given.ContainsKey(variable.Name))
                Miss(step, variable, warnings);
        }
        foreach (var (name, value) in given)
            found[name] = value;
        return new FoundSecrets(found.ToImmutable(), warnings.ToImmutable());
    }

    /// <summary>
    /// What stood in the project's file is sealed, and marked in the plan; a pipeline of an earlier program has it there.
    /// </summary>
    private async Task<string?> OwnAsync(
        RunPlan plan, Step step, EnvironmentVariableDefinition variable, CancellationToken cancellationToken) =>
        variable.Default == SecretAddress.Mark
            ? await vault.OpenAsync(SealedValues.OfFile(plan.Project), FileSecrets.NameOf(step, variable), cancellationToken)
            : variable.Default;

    private async Task<IReadOnlyDictionary<string, string>> OfProjectAsync(RunPlan plan, Step step, CancellationToken cancellationToken)
    {
        if (!step.InheritVariables || plan.ProjectSecrets.IsEmpty)
            return NodeWork.NoVariables;
        var now = await vault.OpenAsync(SealedValues.OfProject(plan.Project), cancellationToken);
        // Those that the run knew when it was accepted: a later one is not part of its key.
        return plan.ProjectSecrets.Where(now.ContainsKey)
            .ToImmutableSortedDictionary(name => name, name => now[name], StringComparer.Ordinal);
    }

    private void Miss(Step step, EnvironmentVariableDefinition variable, ImmutableArray<string>.Builder warnings)
    {
        if (host.IsKeptBack(variable.Name))
        {
            var problem =
                $"Secret '{variable.Name}' of step '{step.Name}' has no value that may be passed on: the environment of this program has one, but projects may not use it.";
            if (!variable.Optional)
                throw new InvalidInputException("secret.not-allowed", problem, HostVariables.RemedyFor(variable.Name));
            warnings.Add($"{problem} {HostVariables.RemedyFor(variable.Name)}");
        }
        else if (!variable.Optional)
        {
            throw new InvalidInputException(
                "secret.missing", $"Secret '{variable.Name}' of step '{step.Name}' is required and has no value.",
                $"Set it with 'gyre env set --secret {variable.Name}', or for one run with 'gyre run --secret-env {variable.Name}'.");
        }
    }
}
