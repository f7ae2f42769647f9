namespace Gyre.Cli.Doctor;

/// <summary>What a check found.</summary>
internal enum CheckState
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>Works, but is worth knowing.</summary>
    Note,

    /// <summary>Something will not work.</summary>
    Fail,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="State">What was found.</param>
/// <param name="Detail">In words.</param>
/// <param name="Remedy">What to do, or null.</param>
internal sealed record Check(string Name, CheckState State, string Detail, string? Remedy = null);
