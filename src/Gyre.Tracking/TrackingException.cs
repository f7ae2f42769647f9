namespace Gyre.Tracking;

/// <summary>Why the tracking store refuses something.</summary>
public enum TrackingError
{
    /// <summary>A value is not acceptable, or what it concerns is not in a state that allows it.</summary>
    InvalidParameter,

    /// <summary>The request contradicts what is stored.</summary>
    BadRequest,

    /// <summary>The name is taken.</summary>
    AlreadyExists,

    /// <summary>There is no such thing.</summary>
    DoesNotExist,

    /// <summary>The state of the thing does not allow it, and no other value would help.</summary>
    InvalidState,

    /// <summary>This store cannot do it.</summary>
    NotImplemented,

    /// <summary>Somebody else changed it meanwhile, or it is in the way of something else.</summary>
    Conflict,
}

/// <summary>The tracking store refuses a request; nothing was changed.</summary>
/// <param name="error">The kind.</param>
/// <param name="message">For the client, in MLflow's words.</param>
public sealed class TrackingException(TrackingError error, string message) : Exception(message)
{
    /// <summary>The kind.</summary>
    public TrackingError Error { get; } = error;
}
