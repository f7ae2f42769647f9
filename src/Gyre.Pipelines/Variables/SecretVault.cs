using Gyre.Core;
using Gyre.Storage;
using Gyre.Storage.Secrets;

namespace Gyre.Pipelines.Variables;

/// <summary>Seals and opens values with the key of the home.</summary>
internal sealed class SecretVault(IDatabase database, SecretKeyFile keys)
{
    /// <summary>The key file.</summary>
    public SecretKeyFile Keys => keys;

    /// <summary>Seals values; they are kept with <see cref="SealedValues.Put"/>.</summary>
    /// <exception cref="InvalidInputException">The key is missing.</exception>
    public async Task<IReadOnlyList<SealedValue>> SealAsync(
        string place, IReadOnlyCollection<KeyValuePair<string, string>> values, CancellationToken cancellationToken)
    {
        if (values.Count == 0)
            return [];
        var key = await KeyAsync(cancellationToken);
        return [.. values.Select(value => new SealedValue(place, value.Key, key.Id, key.Seal(place, value.Key, value.Value)))];
    }

    /// <summary>Opens all values of a place, by name.</summary>
    /// <exception cref="InvalidInputException">The key is missing, or a value was changed.</exception>
    public async Task<IReadOnlyDictionary<string, string>> OpenAsync(string place, CancellationToken cancellationToken)
    {
        var values = await database.ReadAsync(session => SealedValues.At(session, place), cancellationToken);
        return values.ToDictionary(value => value.Name, value => Open(value), StringComparer.Ordinal);
    }

    /// <summary>Opens one value; null when there is none.</summary>
    public async Task<string?> OpenAsync(string place, string name, CancellationToken cancellationToken) =>
        await database.ReadAsync(session => SealedValues.Find(session, place, name), cancellationToken) is { } value ? Open(value) : null;

    /// <exception cref="InvalidInputException">The key is missing, or the value was changed.</exception>
    public string Open(SealedValue value) => Require(value.KeyId).Open(value.Place, value.Name, value.Text)
        ?? throw new InvalidInputException(
        "secrets.damaged", $"The secret '{NameOf(value)}' cannot be decrypted: it was changed in the database.", "Set it again.");

    private async Task<SecretKey> KeyAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(SealedValues.CurrentKey, cancellationToken) is { } id ? Require(id) : keys.FirstOrCreate();

    private SecretKey Require(string id) => keys.Find(id) ?? throw new InvalidInputException(
        "secrets.key-missing",
        $"The key {id} of the secrets of this home is missing: "
            + (keys.Exists ? $"'{keys.Path}' holds another key." : $"'{keys.Path}' does not exist."),
        "Copy the key file from where the secrets were set or from a backup, or name it with GYRE_SECRETS_KEY.");

    /// <summary>An address is known by its shown form, which is not a name for people.</summary>
    private static string NameOf(SealedValue value) =>
        value.Place.StartsWith("addresses/", StringComparison.Ordinal) ? "address of an input" : value.Name;
}
