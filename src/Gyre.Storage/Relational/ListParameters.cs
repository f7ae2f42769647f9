using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using Gyre.Core;

namespace Gyre.Storage.Relational;

/// <summary>
/// Lets <c>IN @list</c> mean the same on both engines. The mapper writes one parameter per value for SQLite and one array for PostgreSQL,
/// and in neither case does it ask the handlers of <see cref="RowMapping"/>, so ids would be stored in one form and looked for in another.
/// </summary>
internal static partial class ListParameters
{
    private static readonly ConcurrentDictionary<string, string> ArraySql = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]?> Listed = new();

    /// <summary>PostgreSQL's way of writing the statement.</summary>
    public static string ForArrays(string sql) => sql.Contains(" @", StringComparison.Ordinal) ? ArraySql.GetOrAdd(sql, Rewrite) : sql;

    /// <summary>The parameters with the values of their lists in the form of their columns.</summary>
    public static object? ToColumns(object? parameters)
    {
        if (parameters is null or IEnumerable)
            return parameters;
        if (Listed.GetOrAdd(parameters.GetType(), FindProperties) is not { } properties)
            return parameters;
        var converted = new DynamicParameters();
        foreach (var property in properties)
        {
            var value = property.GetValue(parameters);
            converted.Add(property.Name, IsListOfValues(property.PropertyType) ? ((IEnumerable?)value)?.Cast<object>().Select(ToColumn).ToArray() : value);
        }
        return converted;
    }

    private static PropertyInfo[]? FindProperties(Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        return properties.Any(p => IsListOfValues(p.PropertyType)) ? properties : null;
    }

    private static bool IsListOfValues(Type type) =>
        type.GetInterfaces().Append(type)
            .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>) && IsConverted(i.GetGenericArguments()[0]));

    private static bool IsConverted(Type type) =>
        type == typeof(Guid) || type == typeof(Digest) || type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IGuidId<>));

    // Each of these types writes itself as its column holds it.
    private static string ToColumn(object value) => value.ToString()!;

    private static string Rewrite(string sql) => In().Replace(sql, match => match.Groups["not"].Success ? $"<> ALL(@{match.Groups["name"].Value})" : $"= ANY(@{match.Groups["name"].Value})");

    [GeneratedRegex(@"\b(?<not>NOT\s+)?IN\s+@(?<name>\w+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex In();
}
