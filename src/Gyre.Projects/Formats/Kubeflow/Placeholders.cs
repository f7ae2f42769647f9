using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Finds <c>{{$...}}</c> in texts. Braces without the dollar sign are text.</summary>
internal static class Placeholders
{
    private const string Opening = "{{$";
    private const string Closing = "}}";

    /// <summary>Whether there is anything to parse.</summary>
    public static bool AreIn(string text) => text.Contains(Opening, StringComparison.Ordinal);

    /// <summary>The parts of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="unknown">The first placeholder that is none, as it is written, or null.</param>
    public static ImmutableArray<TemplatePart> Parse(string text, out string? unknown)
    {
        unknown = null;
        var parts = ImmutableArray.CreateBuilder<TemplatePart>();
        var at = 0;
        while (text.IndexOf(Opening, at, StringComparison.Ordinal) is >= 0 and var start)
        {
            var scanner = new PlaceholderScanner(text, start + Opening.Length);
            if (Read(ref scanner) is not { } part || !scanner.Take(Closing))
            {
                unknown = Written(text, start);
                return [];
            }
            if (start > at)
                parts.Add(new TextPart(text[at..start]));
            parts.Add(part);
            at = scanner.At;
        }
        if (at < text.Length)
            parts.Add(new TextPart(text[at..]));
        return parts.ToImmutable();
    }

    private static PlaceholderPart? Read(ref PlaceholderScanner scanner)
    {
        if (scanner.IsAt(Closing))
            return new PlaceholderPart(PlaceholderKind.WholeInput);
        if (scanner.Take(".inputs.parameters"))
            return scanner.Name() is { } value ? new PlaceholderPart(PlaceholderKind.InputValue, value) : null;
        if (scanner.Take(".inputs.artifacts"))
            return scanner.Name() is { } input ? OfInput(ref scanner, input) : null;
        if (scanner.Take(".outputs.parameters"))
            return scanner.Name() is { } result && scanner.Take(".output_file") ? new PlaceholderPart(PlaceholderKind.OutputValueFile, result) : null;
        if (scanner.Take(".outputs.artifacts"))
            return scanner.Name() is { } output ? OfOutput(ref scanner, output) : null;
        if (scanner.Take(".outputs.output_file"))
            return new PlaceholderPart(PlaceholderKind.ReportFile);
        return scanner.Take(".") ? OfRun(scanner.Word()) : null;
    }

    private static PlaceholderPart? OfInput(ref PlaceholderScanner scanner, string name)
    {
        if (scanner.Take(".path"))
            return new PlaceholderPart(PlaceholderKind.InputPath, name);
        if (scanner.Take(".uri"))
            return new PlaceholderPart(PlaceholderKind.InputUri, name);
        if (scanner.Take(".metadata"))
            return new PlaceholderPart(PlaceholderKind.InputMetadata, name, scanner.Name());
        return scanner.IsAt(Closing) ? new PlaceholderPart(PlaceholderKind.InputArtifact, name) : null;
    }

    private static PlaceholderPart? OfOutput(ref PlaceholderScanner scanner, string name)
    {
        if (scanner.Take(".path"))
            return new PlaceholderPart(PlaceholderKind.OutputPath, name);
        if (scanner.Take(".uri"))
            return new PlaceholderPart(PlaceholderKind.OutputUri, name);
        return scanner.Take(".metadata") ? new PlaceholderPart(PlaceholderKind.OutputMetadata, name, scanner.Name()) : null;
    }

    private static PlaceholderPart? OfRun(string word)
    {
        PlaceholderKind? kind = word switch
        {
            "pipeline_job_name" => PlaceholderKind.RunName,
            "pipeline_job_resource_name" => PlaceholderKind.RunResource,
            "pipeline_job_uuid" => PlaceholderKind.RunId,
            "pipeline_job_create_time_utc" => PlaceholderKind.RunCreated,
            "pipeline_job_schedule_time_utc" => PlaceholderKind.RunScheduled,
            "pipeline_task_name" => PlaceholderKind.TaskName,
            "pipeline_task_uuid" => PlaceholderKind.TaskId,
            "pipeline_root" => PlaceholderKind.Root,
            "workspace_path" => PlaceholderKind.Workspace,
            _ => null,
        };
        return kind is { } known ? new PlaceholderPart(known) : null;
    }

    /// <summary>For messages: to its end, or the rest of the line.</summary>
    private static string Written(string text, int start)
    {
        var end = text.AsSpan(start).IndexOfAny('\n', '\r');
        var line = end < 0 ? text[start..] : text[start..(start + end)];
        var close = line.IndexOf(Closing, StringComparison.Ordinal);
        return Names.Shown(close < 0 ? line : line[..(close + Closing.Length)]);
    }
}

/// <summary>A place in a text that moves on over what it takes.</summary>
internal ref struct PlaceholderScanner(string text, int start)
{
    private readonly string _text = text;

    public int At { get; private set; } = start;

    public readonly bool IsAt(string expected) => _text.AsSpan(At).StartsWith(expected, StringComparison.Ordinal);

    public bool Take(string expected)
    {
        if (!IsAt(expected))
            return false;
        At += expected.Length;
        return true;
    }

    /// <summary>A name in brackets and quotes; null when there is none, and then nothing is taken.</summary>
    public string? Name()
    {
        if (!IsAt("['") && !IsAt("[\""))
            return null;
        var end = _text.IndexOf(_text[At + 1] + "]", At + 2, StringComparison.Ordinal);
        if (end <= At + 2)
            return null;
        var name = _text[(At + 2)..end];
        At = end + 2;
        return name;
    }

    /// <summary>Small letters and underscores.</summary>
    public string Word()
    {
        var start = At;
        while (At < _text.Length && (char.IsAsciiLetterLower(_text[At]) || _text[At] == '_'))
            At++;
        return _text[start..At];
    }
}
