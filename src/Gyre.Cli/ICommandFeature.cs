using System.CommandLine;

namespace Gyre.Cli;

/// <summary>A module that brings commands.</summary>
internal interface ICommandFeature
{
    /// <summary>Its commands, in the order in which help lists them.</summary>
    IReadOnlyList<CommandEntry> Commands { get; }
}

/// <summary>A command that is made when it is called.</summary>
/// <param name="Name">The word.</param>
/// <param name="Create">Makes it; null where the host has no server.</param>
internal sealed record CommandEntry(string Name, Func<CliHost, Command?> Create);
