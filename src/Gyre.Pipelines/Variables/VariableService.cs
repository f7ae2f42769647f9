using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Core.Logging;
using Gyre.Storage;

namespace Gyre.Pipelines.Variables;

/// <summary>Variables as people handle them.</summary>
internal sealed class VariableService(IDatabase database, SecretVault vault, TimeProvider clock, KnownSecrets? known) : IVariables
{
    public Task<IReadOnlyList<ProjectVariable>> ListAsync(string? project, CancellationToken cancellationToken) =>
        database.ReadAsync(session => VariableTable.List(session, project), cancellationToken);

    public async Task<bool> SetAsync(string project, string name, string value, bool isSecret, string by,
        CancellationToken cancellationToken)
    {
        VariableRules.CheckProject(project);
        VariableRules.Check(name, value);
        if (isSecret && value.Length == 0)
            throw new InvalidInputException("variable.value", $"The secret '{name}' is empty.", "Write its value to standard input.");
        if (isSecret)
            known?.AddPassing([value]);
        var variable = new ProjectVariable
        {
            Project = project,
            Name = name,
            IsSecret = isSecret,
            Value = isSecret ? null : value,
            ChangedAt = clock.GetUtcNow(),
            ChangedBy = by,
        };
        var place = SealedValues.OfProject(project);
        var secrets = isSecret ? await vault.SealAsync(place, [new(name, value)], cancellationToken) : [];
        return await database.WriteAsync(session => Put(session, variable, secrets), cancellationToken);
    }

    public Task<bool> UnsetAsync(string project, string name, string by, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            if (!VariableTable.Remove(session, project, name))
                return false;
            SealedValues.Remove(session, SealedValues.OfProject(project), name);
            session.Append(new NewEvent(VariableEvents.Unset, Subjects.OfProject(project), clock.GetUtcNow(), new MapValue(
            [
                new("project", Value.Of(project)),
                new("name", Value.Of(name)),
                new("by", Value.Of(by)),
            ])));
            return true;
        },
        cancellationToken);

    public async Task<KeyRotation> RotateKeyAsync(string by, CancellationToken cancellationToken)
    {
        // The old key is looked for before a new one is made; nothing is left behind when it is missing.
        foreach (var value in await database.ReadAsync(SealedValues.All, cancellationToken))
            vault.Open(value);
        var fresh = vault.Keys.Add();
        var count = await database.WriteAsync(
            session =>
            {
                var opened = SealedValues.All(session).Select(value => (value.Place, value.Name, Plain: vault.Open(value))).ToList();
                // Another rotation may have written the file meanwhile.
                if (vault.Keys.Find(fresh.Id) is null)
                    throw new InvalidInputException("secrets.key-changed", "The key of the secrets was changed by another process.",
                        "Try again.");
                SealedValues.UseKey(session, fresh.Id);
                SealedValues.Put(session, [.. opened.Select(value => new SealedValue(
                    value.Place, value.Name, fresh.Id, fresh.Seal(value.Place, value.Name, value.Plain)))]);
                session.Append(new NewEvent(VariableEvents.KeyRotated, Subjects.Home, clock.GetUtcNow(), new MapValue(
                [
                    new("key", Value.Of(fresh.Id)),
                    new("count", Value.Of((long)opened.Count)),
                    new("by", Value.Of(by)),
                ])));
                return opened.Count;
            },
            cancellationToken);
        // Only now: until the commit everything needs the old one.
        vault.Keys.KeepOnly(fresh);
        return new KeyRotation(fresh.Id, count);
    }

    public async Task<SecretKeyState> KeyStateAsync(CancellationToken cancellationToken)
    {
        var (key, count) = await database.ReadAsync(static session =>
            (SealedValues.CurrentKey(session), SealedValues.Count(session)), cancellationToken);
        return new SecretKeyState(vault.Keys.Path, vault.Keys.IsInHome, count, key is null ? vault.Keys.Exists
            : vault.Keys.Find(key) is not null, key);
    }

    private static bool Put(IDbSession session, ProjectVariable variable, IReadOnlyCollection<SealedValue> secrets)
    {
        var isNew = VariableTable.Put(session, variable);
        // What was a secret before must not stay behind a plain value.
        SealedValues.Remove(session, SealedValues.OfProject(variable.Project), variable.Name);
        SealedValues.Put(session, secrets);
        session.Append(new NewEvent(VariableEvents.Set, Subjects.OfProject(variable.Project), variable.ChangedAt, new MapValue(
        [
            new("project", Value.Of(variable.Project)),
            new("name", Value.Of(variable.Name)),
            new("secret", variable.IsSecret ? Value.True : Value.False),
            new("by", Value.Of(variable.ChangedBy)),
        ])));
        return isNew;
    }
}
