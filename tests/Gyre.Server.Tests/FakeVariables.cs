using Gyre.Pipelines;

namespace Gyre.Server.Tests;

/// <summary>Variables in memory.</summary>
internal sealed class FakeVariables : IVariables
{
    private readonly SortedDictionary<string, (ProjectVariable Variable, string Value)> _all = new(StringComparer.Ordinal);

    /// <summary>The value that was set last, also of a secret.</summary>
    public string? ValueOf(string project, string name) => _all.TryGetValue($"{project}\n{name}", out var found) ? found.Value : null;

    public Task<IReadOnlyList<ProjectVariable>> ListAsync(string? project, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ProjectVariable>>(
        [.. _all.Values.Select(found => found.Variable).Where(variable => project is null || variable.Project == project)]);

    public Task<bool> SetAsync(string project, string name, string value, bool isSecret, string by, CancellationToken cancellationToken)
    {
        var isNew = !_all.ContainsKey($"{project}\n{name}");
        var variable = new ProjectVariable
        {
            Project = project,
            Name = name,
            IsSecret = isSecret,
            Value = isSecret ? null : value,
            ChangedAt = DateTimeOffset.UnixEpoch,
            ChangedBy = by,
        };
        _all[$"{project}\n{name}"] = (variable, value);
        return Task.FromResult(isNew);
    }

    public Task<bool> UnsetAsync(string project, string name, string by, CancellationToken cancellationToken) =>
        Task.FromResult(_all.Remove($"{project}\n{name}"));

    public Task<KeyRotation> RotateKeyAsync(string by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SecretKeyState> KeyStateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
