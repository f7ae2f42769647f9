using System.Data;
using System.Globalization;
using System.Reflection;
using Dapper;
using Gyre.Core;

namespace Gyre.Storage.Relational;

/// <summary>
/// How values lie in columns, alike on both engines: instants as BIGINT (microseconds since 1970, UTC), ids as TEXT (36 characters,
/// lower-case), digests as TEXT, truth values as BOOLEAN. Both engines then compare and sort them alike.
/// </summary>
internal static class RowMapping
{
    private static readonly Lazy<bool> Installed = new(Install);

    public static void EnsureInstalled() => _ = Installed.Value;

    public static long ToMicroseconds(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static bool Install()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.TypeMapProvider = type => new LooseTypeMap(type);
        Handle<DateTimeOffset>(DbType.Int64, v => ToMicroseconds(v), o => FromMicroseconds(Convert.ToInt64(o, CultureInfo.InvariantCulture)));
        Handle<Guid>(DbType.String, v => v.ToString("D", CultureInfo.InvariantCulture), o => Guid.ParseExact((string)o, "D"));
        Handle<Digest>(DbType.String, v => v.IsEmpty ? null : v.ToString(), o => Digest.Parse((string)o));
        HandleId<RunId>();
        HandleId<AttemptId>();
        HandleId<CycleId>();
        HandleId<TriggerId>();
        return true;
    }

    private static void HandleId<TId>()
        where TId : struct, IGuidId<TId> =>
        Handle<TId>(DbType.String, v => v.ToString(), o => TId.From(Guid.ParseExact((string)o, "D")));

    private static void Handle<T>(DbType column, Func<T, object?> write, Func<object, T> read)
        where T : struct
    {
        // Dapper asks its own table of types first; a handler is heard only for a type that is not in it.
        SqlMapper.RemoveTypeMap(typeof(T));
        SqlMapper.RemoveTypeMap(typeof(T?));
        SqlMapper.AddTypeHandler(typeof(T), new Handler<T>(column, write, read));
    }

    private sealed class Handler<T>(DbType column, Func<T, object?> write, Func<object, T> read) : SqlMapper.ITypeHandler
        where T : struct
    {
        public void SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = column;
            parameter.Value = value is T given ? write(given) ?? DBNull.Value : DBNull.Value;
        }

        public object? Parse(Type destinationType, object value) => value is null or DBNull ? null : read(value);
    }

    /// <summary>
    /// Finds constructor parameters by name alone. Dapper's own map also wants equal types, which SQLite (whose integers are all 64 bit)
    /// and PostgreSQL never give at once; the conversion is done when the value is read.
    /// </summary>
    private sealed class LooseTypeMap(Type type) : SqlMapper.ITypeMap
    {
        private readonly DefaultTypeMap _inner = new(type);

        public ConstructorInfo? FindConstructor(string[] names, Type[] types)
        {
            var plain = names.Select(Plain).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var constructors = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(c => !(c.GetParameters() is [var only] && only.ParameterType == type));
            return constructors
                .OrderByDescending(c => c.GetParameters().Length)
                .FirstOrDefault(c => c.GetParameters().All(p => plain.Contains(p.Name!)));
        }

        public ConstructorInfo? FindExplicitConstructor() => _inner.FindExplicitConstructor();

        public SqlMapper.IMemberMap? GetConstructorParameter(ConstructorInfo constructor, string columnName)
        {
            var name = Plain(columnName);
            var parameter = constructor.GetParameters().FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
            return parameter is null ? _inner.GetMember(columnName) : _inner.GetConstructorParameter(constructor, parameter.Name!);
        }

        public SqlMapper.IMemberMap? GetMember(string columnName) => _inner.GetMember(columnName);

        private static string Plain(string column) => column.Replace("_", "", StringComparison.Ordinal);
    }
}
