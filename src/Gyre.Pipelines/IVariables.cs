using Gyre.Core;

namespace Gyre.Pipelines;

/// <summary>A variable of a project.</summary>
public sealed record ProjectVariable
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its value is encrypted, masked, and never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Its value; null for a secret.</summary>
    public string? Value { get; init; }

    /// <summary>When it was last set.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who set it.</summary>
    public required string ChangedBy { get; init; }
}

/// <summary>Where the key of secrets is.</summary>
/// <param name="File">The key file.</param>
/// <param name="IsInHome">Whether it lies in the home, so that a copy of the home can be read whole.</param>
/// <param name="Secrets">How many values are encrypted.</param>
/// <param name="IsThere">Whether the file holds the key that they are encrypted with.</param>
/// <param name="Key">Fingerprint of that key; null while nothing is encrypted.</param>
public sealed record SecretKeyState(string File, bool IsInHome, long Secrets, bool IsThere, string? Key);

/// <summary>A key that took another's place.</summary>
/// <param name="Key">Its fingerprint.</param>
/// <param name="Count">How many values are encrypted with it.</param>
public sealed record KeyRotation(string Key, int Count);

/// <summary>
/// Variables and secrets of projects: every step finds them in its environment. Secrets are encrypted with a key that is not in the
/// database. Each change is an event with its
/// author.
/// </summary>
public interface IVariables
{
    /// <summary>Variables by project and name; values of secrets are left out.</summary>
    /// <param name="project">Of this project; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<ProjectVariable>> ListAsync(string? project, CancellationToken cancellationToken);

    /// <summary>Sets a variable, in place of one with the same name.</summary>
    /// <param name="project">The project.</param>
    /// <param name="name">Letters, digits and underscores.</param>
    /// <param name="value">At most 64 KiB.</param>
    /// <param name="isSecret">Whether it is encrypted and never shown.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it is new.</returns>
    /// <exception cref="InvalidInputException">A name or value is refused, or the key is missing; nothing has changed.</exception>
    Task<bool> SetAsync(string project, string name, string value, bool isSecret, string by, CancellationToken cancellationToken);

    /// <summary>Removes a variable; false when there is none.</summary>
    Task<bool> UnsetAsync(string project, string name, string by, CancellationToken cancellationToken);

    /// <summary>Encrypts all secrets of the home with a new key, in one transaction.</summary>
    /// <exception cref="InvalidInputException">The old key is missing; nothing has changed.</exception>
    Task<KeyRotation> RotateKeyAsync(string by, CancellationToken cancellationToken);

    /// <summary>Where the key is, and whether it fits.</summary>
    Task<SecretKeyState> KeyStateAsync(CancellationToken cancellationToken);
}
