using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Projects;

/// <summary>Where a run stands.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>Under way, or waiting for a person.</summary>
    Running,

    /// <summary>Being cancelled; something may still be ending.</summary>
    Cancelling,

    /// <summary>Everything that had to run did, well.</summary>
    Succeeded,

    /// <summary>Something failed.</summary>
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,

    /// <summary>A condition of its own ended it early; that is no failure.</summary>
    Stopped,
}
