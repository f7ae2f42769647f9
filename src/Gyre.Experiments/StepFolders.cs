using Gyre.Core;

namespace Gyre.Experiments;

/// <summary>What a step of a plan finds on its machine.</summary>
public sealed record StepFolders
{
    /// <summary>Files of its inputs, a folder per input.</summary>
    public required string Inputs { get; init; }

    /// <summary>Where it leaves files.</summary>
    public required string Outputs { get; init; }

    /// <summary>The code of the plan: the working folder.</summary>
    public required string Code { get; init; }

    /// <summary>For files that nobody needs afterwards.</summary>
    public required string Scratch { get; init; }

    /// <summary>Values of its parameters.</summary>
    public required MapValue Parameters { get; init; }
}
