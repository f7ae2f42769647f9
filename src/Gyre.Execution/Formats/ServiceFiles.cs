using System.Globalization;
using Gyre.Core;

namespace Gyre.Execution.Formats;

/// <summary>Config files that are there for some steps only: how to call the platform, and who the other members of a distributed sweep are.</summary>
internal static class ServiceFiles
{
    private const string Api = "api";
    private const string AddressVariable = "VALOHAI_API_URL";
    private const string TokenVariable = "VALOHAI_API_TOKEN";

    /// <summary>The address that the step calls back to; null when it has none.</summary>
    public static string? AddressOf(AttemptOrder order) => order.Secrets.GetValueOrDefault(AddressVariable);

    /// <summary>Request descriptions by name; null when the step has no way to call back. They hold the step's token.</summary>
    public static MapValue? DescribeApi(AttemptOrder order)
    {
        if (!order.Secrets.TryGetValue(AddressVariable, out var address) || !order.Secrets.TryGetValue(TokenVariable, out var token))
            return null;
        var headers = Map(Entry("Authorization", $"Token {token}"), Entry("Content-Type", "application/json"));
        MapValue Post(string place) => Map(Entry("url", $"{address}/api/v0/executions/{order.Attempt}/{place}/"), Entry("method", "POST"), Entry("headers", headers));
        return Map(Entry("set_status_detail", Post("status-detail")), Entry("input_request", Post("input-request")));
    }

    /// <summary>The group with this member and all of them; ranks are the order of the ids.</summary>
    public static MapValue DescribeGroup(DistributedGroup group, DateTimeOffset now)
    {
        var members = group.Members.Select((attempt, index) => Member(attempt, index, now)).ToList();
        return Map(
            Entry("config", Map(
                Entry("group_name", group.Name),
                Entry("member_id", Text(group.Index)),
                Entry("required_count", Value.Of((long)group.Members.Length)))),
            Entry("members", Value.Of(members)),
            Entry("self", members[group.Index]));
    }

    /// <summary>Variables that tell a member which one it is.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(AttemptOrder order)
    {
        if (order.Distributed is not { } group)
            yield break;
        yield return new("VH_DIST_MEMBER_ID", Text(group.Index));
        yield return new("VH_DIST_MEMBER_INDEX", Text(group.Index));
        yield return new("VH_DIST_MEMBER_COUNT", Text(group.Members.Length));
    }

    /// <summary>Writes those that the order calls for.</summary>
    public static void Write(AttemptOrder order, AttemptFolder folder, DateTimeOffset now)
    {
        if (DescribeApi(order) is { } api)
        {
            foreach (var file in ApiFiles(folder))
                CreatePrivate(file);
            ConfigFiles.Write(folder, Api, api);
        }
        if (order.Distributed is { } group)
            ConfigFiles.Write(folder, "distributed", DescribeGroup(group, now));
    }

    /// <summary>The config folder stays when the attempt has ended; what holds its token does not.</summary>
    public static void RemoveSecrets(AttemptFolder folder)
    {
        if (!Directory.Exists(folder.Config))
            return;
        foreach (var file in ApiFiles(folder))
            File.Delete(file);
    }

    private static string[] ApiFiles(AttemptFolder folder) => [Path.Join(folder.Config, Api + ".json"), Path.Join(folder.Config, Api + ".yaml")];

    private static void CreatePrivate(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Open(file, options).Dispose();
    }

    private static MapValue Member(AttemptId attempt, int index, DateTimeOffset now) => Map(
        Entry("announce_time", now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)),
        Entry("identity", attempt.ToString()),
        Entry("job_id", $"exec-{attempt}"),
        Entry("member_id", Text(index)),
        Entry("network", Map(
            Entry("exposed_ports", Map()),
            Entry("local_ips", Value.Of([Value.Of("127.0.0.1")])),
            Entry("public_ips", Value.Of([])))));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static MapValue Map(params IEnumerable<KeyValuePair<string, Value>> entries) => new([.. entries]);

    private static KeyValuePair<string, Value> Entry(string name, Value value) => new(name, value);

    private static KeyValuePair<string, Value> Entry(string name, string value) => new(name, Value.Of(value));
}
