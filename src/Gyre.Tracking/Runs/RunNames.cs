using System.Buffers.Binary;

namespace Gyre.Tracking.Runs;

/// <summary>Names for runs that nobody named: an adjective, a noun and a number, drawn from the run's id.</summary>
internal static class RunNames
{
    private static readonly string[] Adjectives =
    [
        "able", "agile", "amber", "ancient", "bold", "brave", "bright", "brisk", "calm", "careful", "clever", "cosmic", "crisp", "curious", "daring", "eager", "early", "fair",
        "fearless", "fine", "fluent", "gentle", "golden", "grand", "happy", "honest", "humble", "keen", "kind", "lively", "lucid", "lunar", "merry", "mighty", "modest", "nimble",
        "noble", "patient", "placid", "polite", "proud", "quick", "quiet", "rare", "robust", "serene", "sharp", "silent", "smooth", "solid", "spry", "steady", "stoic", "sunny",
        "swift", "tidy", "trusty", "vivid", "warm", "wise", "witty", "young", "zealous", "zesty",
    ];

    private static readonly string[] Nouns =
    [
        "ant", "badger", "bat", "bear", "beaver", "bee", "bison", "boar", "colt", "cow", "crane", "crow", "cub", "deer", "dog", "dove", "duck", "eagle", "eel", "elk", "falcon",
        "finch", "fish", "fly", "fowl", "fox", "frog", "goat", "goose", "grouse", "gull", "hare", "hawk", "hen", "heron", "horse", "ibis", "jay", "kite", "koi", "lamb", "lark", "loon",
        "lynx", "mare", "midge", "mink", "mole", "moose", "moth", "mouse", "mule", "newt", "otter", "owl", "ox", "perch", "pike", "quail", "rook", "seal", "shrew", "snail", "swan",
    ];

    public static string For(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        // The end of an id is its random part.
        var number = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Adjectives[number % Adjectives.Length]}-{Nouns[(number >> 8) % Nouns.Length]}-{(number >> 16) % 900 + 100}");
    }
}
