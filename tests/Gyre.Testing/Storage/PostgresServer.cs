using System.Globalization;
using Npgsql;

namespace Gyre.Testing.Storage;

/// <summary>A PostgreSQL server of this test process, on loopback and a free port, from the system's own package.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "gyre";
    private const string Password = "correct-horse";
    private const string Ready = "ready to accept connections";
    private static readonly Lazy<Task<PostgresServer?>> Shared = new(() => TryStartAsync(CancellationToken.None));
    private readonly TestServer _server;
    private readonly int _port;
    private readonly string _home;
    private readonly string[] _command;
    private readonly string[] _stopCommand;
    private readonly List<TestServer> _again = [];
    private int _databases;

    private PostgresServer(TestServer server, int port, string home, string[] command, string[] stopCommand)
    {
        _server = server;
        _port = port;
        _home = home;
        _command = command;
        _stopCommand = stopCommand;
    }

    /// <summary>Why there is none.</summary>
    public const string MissingReason = "PostgreSQL is not installed (Debian: apt-get install postgresql)";

    /// <summary>The one that all tests of this process share; null when the programs are not installed. It ends with the process.</summary>
    public static Task<PostgresServer?> SharedAsync() => Shared.Value;

    /// <summary>Starts one; null when the programs are not installed.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<PostgresServer?> TryStartAsync(CancellationToken cancellationToken)
    {
        if (FindPrograms() is not { } programs)
            return null;
        Started? started = null;
        var (server, port) = await TestServer.StartAtFreePortAsync(async port =>
        {
            started = await StartAsync(programs, port, cancellationToken);
            return started.Server;
        });
        return new PostgresServer(server, port, started!.Home, started.Command, started.StopCommand);
    }

    private static async Task<Started> StartAsync(string programs, int port, CancellationToken cancellationToken)
    {
        var home = Directory.CreateTempSubdirectory("gyre-postgresql-").FullName;
        var passwordFile = Path.Join(home, "password");
        await File.WriteAllTextAsync(passwordFile, Password + "\n", cancellationToken);
        string[] user = [];
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root; its package brings this user.
            user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"];
            await Require(["chown", "-R", "postgres", home], cancellationToken);
        }
        var data = Path.Join(home, "data");
        await Require(
            [.. user, Path.Join(programs, "initdb"), "-D", data, "-A", "scram-sha-256", "-U", User, $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C", "--no-sync"],
            cancellationToken);
        string[] command = [.. user, .. ServerCommand(programs, data, home, port)];
        var server = await TestServer.StartAsync(home, "QUIT", Ready, command, cancellationToken);
        return new Started(server, home, command, [.. user, Path.Join(programs, "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop"]);
    }

    /// <summary>Stops it at once, as a crash would; what was committed stays. For a server of one test alone.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task StopAsync(CancellationToken cancellationToken) => Require(_stopCommand, cancellationToken);

    /// <summary>Starts it again with what it had.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        // The first guard stays and removes the whole folder at the end; this one has a folder of its own to remove.
        var folder = Directory.CreateDirectory(Path.Join(_home, string.Create(CultureInfo.InvariantCulture, $"again{_again.Count}"))).FullName;
        _again.Add(await TestServer.StartAsync(folder, "QUIT", Ready, _command, cancellationToken));
    }

    /// <summary>Creates an empty database and gives its address.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await ExecuteInAsync("postgres", $"CREATE DATABASE {name}", cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"postgres://{User}:{Password}@127.0.0.1:{_port}/{name}");
    }

    /// <summary>Breaks every connection to a database, as a restart of the server would.</summary>
    public Task DisconnectAllAsync(string address, CancellationToken cancellationToken) => ExecuteInAsync(
        "postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{address[(address.LastIndexOf('/') + 1)..]}'", cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _again)
            await server.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>Executes statements, a whole dump as well, in the database at an address.</summary>
    public static async Task ExecuteAsync(string address, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(address));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What the driver wants in the place of an address.</summary>
    public static string ConnectionString(string address)
    {
        var place = new Uri(address);
        return string.Create(CultureInfo.InvariantCulture, $"Host={place.Host};Port={place.Port};Username={User};Password={Password};Database={place.AbsolutePath[1..]};Pooling=false");
    }

    private Task ExecuteInAsync(string database, string sql, CancellationToken cancellationToken) =>
        ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"postgres://{User}:{Password}@127.0.0.1:{_port}/{database}"), sql, cancellationToken);

    // Syncs are left out: the tests do not cut the power, and the server shares the machine with them.
    private static string[] ServerCommand(string programs, string data, string home, int port) =>
    [
        Path.Join(programs, "postgres"), "-D", data, "-p", port.ToString(CultureInfo.InvariantCulture), "-k", home,
        "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=200", "-c", "shared_buffers=32MB",
    ];

    private static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        if (!OperatingSystem.IsLinux())
            return null;
        var packaged = Directory.Exists(Debian)
            ? Directory.EnumerateDirectories(Debian).OrderDescending(StringComparer.Ordinal).Select(version => Path.Join(version, "bin"))
            : [];
        return packaged.FirstOrDefault(folder => File.Exists(Path.Join(folder, "initdb"))) ?? Path.GetDirectoryName(TestServer.FindProgram("initdb"));
    }

    private static async Task Require(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        if (!await TestServer.RunAsync(command, cancellationToken))
            throw new InvalidOperationException($"'{string.Join(' ', command)}' failed.");
    }

    private sealed record Started(TestServer Server, string Home, string[] Command, string[] StopCommand);
}
