using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning.Policies;

namespace Gyre.Learning;

/// <summary>A <see cref="Policy"/> as one JSON document: specification and everything learned. The policy that is read decides bit by bit as the one written.</summary>
/// <remarks>
/// <c>{"schemaVersion": 1, "options": {"kind", ...}, "contextFields": [], "arms": [], "retired": [], "armFields": [], "state": {}}</c>; the state of a linear
/// kind is <c>{"models": [{"n", "a": upper triangle row after row, "b"}]}</c> without the ridge in a, and with <c>"updates"</c> and <c>"inverse"</c> in a model
/// that learned single rows since its matrix was last factored. The same policy gives the same bytes.
/// </remarks>
public static class PolicyFile
{
    /// <summary>The version this program writes; it reads no later one.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Bytes of the largest file that is read: 256 MiB.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    private const string What = "policy";

    /// <summary>Writes a policy.</summary>
    public static async Task WriteAsync(Policy policy, Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var writer = new Utf8JsonWriter(stream);
        await using (writer.ConfigureAwait(false))
        {
            Write(writer, policy);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a policy and checks all of it.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="name">How the user named it, for errors.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidInputException">
    /// No JSON, of another shape, of a later version, of an unknown kind, with a number that is not finite or outside its range, with sizes that do not fit, or too large.
    /// </exception>
    public static async Task<Policy> ReadAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        using var document = await JsonPart.ParseAsync(stream, What, name, MaxBytes, cancellationToken).ConfigureAwait(false);
        return Read(new JsonPart(document.RootElement, What, name));
    }

    private static void Write(Utf8JsonWriter writer, Policy policy)
    {
        var specification = policy.Specification;
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WritePropertyName("options");
        OptionsJson.Write(writer, specification.Options);
        writer.WriteTexts("contextFields", specification.ContextFields);
        writer.WriteTexts("arms", specification.Arms);
        writer.WriteTexts("retired", specification.Retired);
        writer.WriteTexts("armFields", specification.ArmFields);
        writer.WritePropertyName("state");
        policy.Learner.Write(writer);
        writer.WriteEndObject();
    }

    private static Policy Read(JsonPart root)
    {
        root.RequireVersion(SchemaVersion);
        var specification = new PolicySpecification
        {
            Options = OptionsJson.Read(root.Get("options")),
            ContextFields = Texts(root.Get("contextFields")),
            Arms = Texts(root.Get("arms")),
            Retired = Texts(root.Get("retired")),
            ArmFields = Texts(root.Get("armFields")),
        };
        try
        {
            specification.Check();
        }
        catch (ArgumentException error)
        {
            throw root.Refuse(error.Message.TrimEnd('.'), "Correct the specification of the policy.");
        }
        return new Policy(specification, Learners.Read(root.Get("state"), specification.Options, specification));
    }

    private static ImmutableArray<string> Texts(JsonPart part) => [.. part.Items().Select(item => item.Text())];
}
