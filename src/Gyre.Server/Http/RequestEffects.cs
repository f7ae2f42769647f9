using Gyre.Core;

namespace Gyre.Server.Http;

/// <summary>What the effect of a request with an idempotency key is known by below: the same for the same caller, key and request.</summary>
internal sealed record EffectKey(string Text)
{
    /// <summary>An id that is the same when the request comes again.</summary>
    public Guid AsId() => GuidIds.FromNames("request", Text);
}

/// <summary>What is kept of an answer in the place of the answer itself, because that holds a secret.</summary>
internal sealed record StoredAnswer(string Body);

/// <summary>
/// Marks a route that may be asked twice without harm, since what it changes has ids of the caller's or is set to what it is already.
/// Nothing is kept of its requests; where the body may be a secret not even a digest, from which a short one could be guessed.
/// </summary>
internal sealed record RepeatableAsIs;

/// <summary>
/// Marks a route whose body may hold secrets under this name; they are left out of the digest by which a repeated request is known.
/// </summary>
internal sealed record HoldsSecrets(string Name);
