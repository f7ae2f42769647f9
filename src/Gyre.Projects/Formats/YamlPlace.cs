namespace Gyre.Projects.Formats;

/// <summary>A place in a document, both from 1.</summary>
internal readonly record struct YamlPlace(int Line, int Column);
