using System.Text.Json;
using Gyre.Core;
using Gyre.Serving.Schema;

namespace Gyre.Serving;

/// <summary>Descriptions of programs as they are kept in the artifact store, to compare versions without adding one. Pure.</summary>
public static class ProgramDescription
{
    /// <summary>The digest of the version that serves this program.</summary>
    public static Digest DigestOf(CommandModel program) =>
        Digest.Of(JsonSerializer.SerializeToUtf8Bytes(program, ServingJson.Default.CommandModel));

    /// <summary>Reads a description; what this program does not know of it is left out.</summary>
    /// <exception cref="InvalidInputException">It is no description.</exception>
    public static CommandModel Read(ReadOnlySpan<byte> description)
    {
        try
        {
            if (JsonSerializer.Deserialize(description, ServingJson.Default.CommandModel) is { } program)
                return program;
        }
        catch (JsonException)
        {
        }
        throw new InvalidInputException("deployment.program-text", "The content is not the description of a program.");
    }
}
