using System.Collections;
using System.Collections.Immutable;

namespace Gyre.Execution;

/// <summary>
/// The variables of a machine that every step on it sees: what programs need to find their files, their language, the network, and what
/// chooses GPUs, threads and a Python
/// environment. Everything else of the engine's environment stays with the engine.
/// </summary>
public static class HostEnvironment
{
    private const string UsualPath = "/usr/local/bin:/usr/bin:/bin";

    private static readonly string[] Names =
    [
        "PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "USER", "LOGNAME", "SHELL", "LD_LIBRARY_PATH", "DOTNET_ROOT", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "CUDA_VISIBLE_DEVICES", "CUDA_HOME", "CUDA_PATH", "CUDA_DEVICE_ORDER",
        "ROCR_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS",
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
        // Where packages come from is a matter of the machine.
        "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_CONFIG_FILE", "PIP_CERT", "PIP_TRUSTED_HOST",
        "SystemRoot", "SystemDrive", "ComSpec", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramFiles", "windir",
    ];

    private static readonly string[] Beginnings = ["LC_", "NVIDIA_", "OMP_", "CONDA_"];

    /// <summary>
    /// They choose which Python and which packages a step finds; language, threads and proxies do not change what it computes.
    /// </summary>
    private static readonly string[] OfResults = ["CONDA_PREFIX", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"];

    private static readonly Lazy<ImmutableSortedDictionary<string, string>> OfThisProgram =
        new(() => Of(Environment.GetEnvironmentVariables()));

    /// <summary>Those of this program, as it was started.</summary>
    public static ImmutableSortedDictionary<string, string> Current => OfThisProgram.Value;

    /// <summary>Those that a step sees of an environment; always with a search path.</summary>
    /// <param name="environment">Names and values, as the runtime gives them.</param>
    public static ImmutableSortedDictionary<string, string> Of(IDictionary environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var seen = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        seen["PATH"] = UsualPath;
        foreach (DictionaryEntry entry in environment)
        {
            if (entry is { Key: string name, Value: string value } && IsSeen(name))
                seen[name] = value;
        }
        return seen.ToImmutable();
    }

    /// <summary>Of these the ones that change what steps compute, and therefore count in the cache.</summary>
    /// <param name="host">See <see cref="Of"/>.</param>
    public static ImmutableSortedDictionary<string, string> ChangingResults(ImmutableSortedDictionary<string, string> host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.RemoveRange(host.Keys.Except(OfResults, StringComparer.Ordinal));
    }

    /// <summary>Whether a value is an address with a password in it, as those of proxies may be.</summary>
    internal static bool HoldsPassword(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Contains(':', StringComparison.Ordinal);

    private static bool IsSeen(string name) =>
        Names.Contains(name, StringComparer.Ordinal) || Beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));
}
