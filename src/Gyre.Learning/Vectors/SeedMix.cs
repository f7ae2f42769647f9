namespace Gyre.Learning.Vectors;

/// <summary>
/// Derives the seed of one numbered step from the seed of a whole sequence, so that any step can be drawn without those before it.
/// </summary>
/// <remarks>
/// The finaliser of MurmurHash3 (A. Appleby, 2011) over seed plus number times an odd constant. The constant is not the one that
/// <see cref="Gyre.Core.SeededRandom"/> fills its state with: steps next to each other would share three quarters of their states.
/// </remarks>
internal static class SeedMix
{
    public static ulong Of(ulong seed, ulong number)
    {
        var mixed = unchecked(seed + ((number + 1) * 0xD1342543DE82EF95));
        mixed = unchecked((mixed ^ (mixed >> 33)) * 0xFF51AFD7ED558CCD);
        mixed = unchecked((mixed ^ (mixed >> 33)) * 0xC4CEB9FE1A85EC53);
        return mixed ^ (mixed >> 33);
    }
}
