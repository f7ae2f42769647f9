using System.Globalization;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Labeling.Formats;

/// <summary>The frame of JSON importers: what cannot be read becomes a problem with its place.</summary>
internal static class JsonReading
{
    /// <summary>Reads a file; false when it could not be read to its end.</summary>
    public static bool Guard(this ImportWork work, SourceFile file, Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (JsonException exception)
        {
            work.Log.Add(
                ProblemKinds.Syntax, "It is not valid JSON, or it is not complete.", "Write it again.",
                new(file.Name, exception.LineNumber + 1));
        }
        catch (InvalidOperationException)
        {
            work.Log.Add(ProblemKinds.Syntax, "A text is not valid Unicode.", "Save the file as UTF-8.", new(file.Name));
        }
        catch (InvalidInputException refusal)
        {
            work.Log.Add(refusal, new(file.Name));
        }
        return false;
    }

    /// <summary>Properties of the object that a file is, in its order; what the action does not read is read over.</summary>
    /// <param name="work">Where the file is.</param>
    /// <param name="file">The file.</param>
    /// <param name="read">Gets the name; says whether it has read the value.</param>
    public static void EachProperty(this ImportWork work, SourceFile file, Func<JsonPieces, string, bool> read)
    {
        using var json = new JsonPieces(ImportSource.Open(file));
        if (json.Read() != JsonTokenType.StartObject)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "The document is not an object.", "Check the format.");
        while (json.Read() == JsonTokenType.PropertyName)
        {
            if (!read(json, json.Text!))
                json.Skip();
        }
        if (json.Read() != JsonTokenType.None)
            throw LabelRefusal.Of(ProblemKinds.Syntax, "Something follows the document.", "Check the format.");
    }

    /// <summary>Elements of the list that is the next value.</summary>
    public static bool EachElement(this ImportWork work, JsonPieces json, SourceFile file, string list, Action<JsonElement, Place> read)
    {
        if (json.Read() != JsonTokenType.StartArray)
            throw LabelRefusal.Of(
                ProblemKinds.Syntax, $"{(list.Length > 0 ? $"'{list}'" : "The document")} is not a list.", "Write [...].");
        for (var index = 0; json.ReadPiece() is { } piece; index++)
        {
            work.Cancellation.ThrowIfCancellationRequested();
            using (piece)
                work.Try(new Place(file.Name, Element: string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]")), piece.RootElement,
                    read);
        }
        return true;
    }

    /// <summary>Reads one value whole.</summary>
    public static bool Whole(this JsonPieces json, Action<JsonElement> read)
    {
        using var piece = json.ReadPiece();
        if (piece is not null)
            read(piece.RootElement);
        return true;
    }

    private static void Try(this ImportWork work, Place place, JsonElement element, Action<JsonElement, Place> read)
    {
        try
        {
            read(element, place);
        }
        catch (InvalidInputException refusal)
        {
            work.Log.Add(refusal, place);
        }
        catch (InvalidOperationException)
        {
            work.Log.Add(ProblemKinds.Syntax, "A text is not valid Unicode.", "Save the file as UTF-8.", place);
        }
    }
}
