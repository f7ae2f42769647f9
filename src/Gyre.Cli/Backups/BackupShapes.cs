using Gyre.Cli.Forms;
using Gyre.Core;
using Gyre.Home;

namespace Gyre.Cli.Backups;

/// <summary>What a backup holds, for programs and for people.</summary>
internal static class BackupShapes
{
    public static MapValue Of(string folder, BackupManifest manifest) => Shape.Object(
        ("folder", Value.Of(folder)),
        ("created_at", Value.Of(Contracts.UtcTimeConverter.Text(manifest.CreatedAt))),
        ("version", Value.Of(manifest.Version)),
        ("database_bytes", manifest.Database is { } database ? Value.Of(database.Bytes) : Value.Null),
        ("artifacts", manifest.Artifacts is { } contents ? Value.Of(contents.Count) : Value.Null),
        ("artifact_bytes", manifest.Artifacts is { } stored ? Value.Of(stored.Bytes) : Value.Null),
        ("attempts", Value.Of(manifest.Attempts)),
        ("holds_secret_key", Value.Of(manifest.HoldsSecretKey)));

    public static void Print(CliHost host, string folder, BackupManifest manifest)
    {
        host.Out.WriteLine($"folder     {Shown.Clean(folder)}");
        host.Out.WriteLine($"taken      {Shown.Time(manifest.CreatedAt)} UTC, by version {Shown.Clean(manifest.Version)}");
        host.Out.WriteLine($"database   {(manifest.Database is { } database ? Shown.Size(database.Bytes) : "not included (PostgreSQL)")}");
        host.Out.WriteLine($"artifacts  "
            + $"{(manifest.Artifacts is { } contents ? $"{contents.Count}, {Shown.Size(contents.Bytes)}" : "not included")}");
        host.Out.WriteLine($"attempts   {manifest.Attempts} ended, with their logs");
        host.Out.WriteLine($"keys       tokens and cursors: included; key of secrets: "
            + $"{(manifest.HoldsSecretKey ? "included, keep the backup private" : "not included")}");
    }
}
