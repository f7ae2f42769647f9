using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>A value in whose texts placeholders stand.</summary>
[JsonDerivedType(typeof(FixedTemplate), "fixed")]
[JsonDerivedType(typeof(TextTemplate), "text")]
[JsonDerivedType(typeof(ListTemplate), "list")]
[JsonDerivedType(typeof(MapTemplate), "map")]
public abstract record ValueTemplate;

/// <summary>A value without placeholders.</summary>
public sealed record FixedTemplate(Value Value) : ValueTemplate;

/// <summary>A text with placeholders.</summary>
public sealed record TextTemplate(ArgumentTemplate Text) : ValueTemplate;

/// <summary>A list of templates.</summary>
public sealed record ListTemplate(ImmutableArray<ValueTemplate> Items) : ValueTemplate;

/// <summary>A map whose keys and values may have placeholders.</summary>
public sealed record MapTemplate(ImmutableArray<MapTemplateEntry> Entries) : ValueTemplate;

/// <summary>An entry of a <see cref="MapTemplate"/>.</summary>
public sealed record MapTemplateEntry(ArgumentTemplate Key, ValueTemplate Value);
