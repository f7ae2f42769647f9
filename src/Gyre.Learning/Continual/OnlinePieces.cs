using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning.Continual;

/// <summary>Experiences as small pieces in a random order, with sharp or blurred boundaries.</summary>
internal static class OnlinePieces
{
    public static IEnumerable<(ImmutableArray<int> Rows, int Task)> Cut(
        ImmutableArray<ContinualExperience> experiences, int size, SeededRandom random, bool dropLast, double blur)
    {
        var shuffled = experiences.Select((experience, i) => Shuffled(experience.Training, random.Fork($"piece/{i}"))).ToArray();
        if (blur > 0)
        {
            for (var i = 0; i + 1 < shuffled.Length; i++)
                Blur(shuffled[i], shuffled[i + 1], blur, random.Fork($"blur/{i}"));
        }
        return experiences.SelectMany((experience, i) => shuffled[i].Chunk(size)
            .Where(piece => !dropLast || piece.Length == size)
            .Select(piece => (ImmutableArray.Create(piece), experience.Task)));
    }

    /// <summary>
    /// The last examples of the one and the first of the other are dealt out again: the chance of the other rises linearly from 0 to 1
    /// over them, until one side is used up. Every example stays once in the stream. Half of the smaller experience is the widest, so that
    /// two boundaries do not meet.
    /// </summary>
    private static void Blur(int[] earlier, int[] later, double blur, SeededRandom random)
    {
        var width = (int)(blur * Math.Min(earlier.Length, later.Length) / 2);
        int[][] sources = [[.. earlier.AsSpan(earlier.Length - width)], [.. later.AsSpan(0, width)]];
        int[] used = [0, 0];
        for (var place = 0; place < 2 * width; place++)
        {
            var source = random.NextDouble() < (place + 0.5) / (2 * width) ? 1 : 0;
            if (used[source] == width)
                source = 1 - source;
            var row = sources[source][used[source]++];
            if (place < width)
                earlier[earlier.Length - width + place] = row;
            else
                later[place - width] = row;
        }
    }

    private static int[] Shuffled(ImmutableArray<int> rows, SeededRandom random)
    {
        int[] order = [.. rows];
        random.Shuffle(order.AsSpan());
        return order;
    }
}
