using System.Text.Json;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>A <see cref="Model"/> as one JSON document; every number reads back as the same double.</summary>
/// <remarks><c>{"schemaVersion": 1, "kind", what the kind writes, "training": {}}</c>; see each kind for its part.</remarks>
public static class ModelFile
{
    /// <summary>The version this program writes; it reads no later one.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Bytes of the largest file that is read: 256 MiB.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    private const string What = "model";

    /// <summary>Writes a model.</summary>
    public static async Task WriteAsync(Model model, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        var writer = new Utf8JsonWriter(stream);
        await using (writer.ConfigureAwait(false))
        {
            Write(writer, model);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a model and checks all of it.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="name">How the user named it, for errors.</param>
    /// <param name="kinds">The kinds that are known.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// No JSON, of another shape, of a later version, of an unknown kind, with a number that is not finite, with sizes that do not fit, or too large.
    /// </exception>
    public static async Task<Model> ReadAsync(Stream stream, string name, ModelKinds kinds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        using var document = await JsonPart.ParseAsync(stream, What, name, MaxBytes, cancellationToken).ConfigureAwait(false);
        return Read(new JsonPart(document.RootElement, What, name), kinds);
    }

    private static void Write(Utf8JsonWriter writer, Model model)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WriteString("kind", model.Kind.Name);
        model.Kind.Write(writer, model);
        writer.WritePropertyName("training");
        writer.WriteRawValue(ValueJson.Write(model.Training));
        writer.WriteEndObject();
    }

    private static Model Read(JsonPart root, ModelKinds kinds)
    {
        root.RequireVersion(SchemaVersion);
        var name = root.Get("kind");
        var kind = kinds.Find(name.Text())
            ?? throw name.Refuse($"'{name.Text()}' is not a known model kind", $"Use one of: {Listed(kinds)}.");
        return kind.Read(root) with { Training = root.Get("training").Map() };
    }

    private static string Listed(ModelKinds kinds)
    {
        string[] names = [.. kinds.All.Select(kind => $"'{kind.Name}'")];
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }
}
