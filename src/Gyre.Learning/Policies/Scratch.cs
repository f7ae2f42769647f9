using System.Buffers;

namespace Gyre.Learning.Policies;

/// <summary>Room for intermediate values that is returned at the end of the block, so that a decision allocates nothing.</summary>
internal readonly ref struct Scratch<T> : IDisposable
    where T : unmanaged
{
    private readonly T[] _rented;

    public Scratch(int length)
    {
        _rented = ArrayPool<T>.Shared.Rent(length);
        Span = _rented.AsSpan(0, length);
    }

    /// <summary>Its content is what the last user left there.</summary>
    public Span<T> Span { get; }

    public void Dispose() => ArrayPool<T>.Shared.Return(_rented);
}
