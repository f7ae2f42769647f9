using System.Collections.Immutable;

namespace Gyre.Labeling;

/// <summary>Single pixels of an image, as lengths of runs: off, on, off and so on, down the columns from the left, as COCO counts
/// them.</summary>
public sealed record Mask : Geometry
{
    /// <summary>Most pixels of a mask.</summary>
    public const long MaxPixels = 1L << 28;

    /// <summary>Makes a mask.</summary>
    /// <param name="size">Size of the image.</param>
    /// <param name="runs">Lengths of runs. The first one is off and may be 0. Together they have as many pixels as the
    /// image.</param>
    /// <exception cref="Gyre.Core.InvalidInputException">A run is negative, the sum is another, or no pixel is on.</exception>
    public Mask(PixelSize size, IEnumerable<int> runs)
    {
        (Size, Runs) = (size, Joined(runs));
        var sum = 0L;
        foreach (var run in Runs)
            sum += run;
        if (size.Pixels > MaxPixels || sum != size.Pixels)
            throw LabelRefusal.Of(
                ProblemKinds.MaskSize, $"The runs of the mask have {sum} pixels; {size.Width} x {size.Height} are {size.Pixels}.",
                "Export it again.");
        if (Area == 0)
            throw LabelRefusal.Of(ProblemKinds.EmptyBox, "The mask has no pixels.", "Draw it again, or remove it.");
    }

    /// <summary>Size of the image.</summary>
    public PixelSize Size { get; }

    /// <summary>A box that was given with it and is not its own; null for none.</summary>
    public Box? Frame { get; init; }

    /// <summary>Lengths of runs; none but the first one is 0.</summary>
    public ImmutableArray<int> Runs { get; }

    /// <inheritdoc/>
    public override GeometryKind Kind => GeometryKind.Mask;

    /// <summary>Pixels that are on.</summary>
    public long Area => Ranges().Sum(static range => (long)range.Length);

    /// <inheritdoc/>
    public override Bounds? Bounds
    {
        get
        {
            var (left, top, right, bottom) = (Size.Width, Size.Height, 0, 0);
            foreach (var (start, length) in Ranges())
            {
                var (first, last) = ((int)(start / Size.Height), (int)((start + length - 1) / Size.Height));
                var isOneColumn = first == last;
                (left, right) = (Math.Min(left, first), Math.Max(right, last + 1));
                top = Math.Min(top, isOneColumn ? (int)(start % Size.Height) : 0);
                bottom = Math.Max(bottom, isOneColumn ? (int)((start + length - 1) % Size.Height) + 1 : Size.Height);
            }
            return new(left, top, right, bottom);
        }
    }

    /// <summary>Makes a mask of pixels in the order of reading, row by row.</summary>
    /// <param name="size">Size of the image.</param>
    /// <param name="isOn">Asked for each pixel: column, row.</param>
    /// <exception cref="Gyre.Core.InvalidInputException">No pixel is on.</exception>
    public static Mask OfPixels(PixelSize size, Func<int, int, bool> isOn)
    {
        var runs = new List<int>();
        var (isLastOn, length) = (false, 0);
        for (var x = 0; x < size.Width; x++)
        {
            for (var y = 0; y < size.Height; y++)
            {
                if (isOn(x, y) != isLastOn)
                {
                    runs.Add(length);
                    (isLastOn, length) = (!isLastOn, 0);
                }
                length++;
            }
        }
        return new Mask(size, [.. runs, length]);
    }

    /// <summary>Where pixels are on: places in the order of columns, and how many follow each other.</summary>
    public IEnumerable<(long Start, int Length)> Ranges()
    {
        var at = 0L;
        for (var i = 0; i < Runs.Length; at += Runs[i], i++)
        {
            if (i % 2 == 1)
                yield return (at, Runs[i]);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Mask? other) => other is not null && Size == other.Size && Frame == other.Frame
        && Runs.AsSpan().SequenceEqual(other.Runs.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Size, Runs.Length);

    /// <summary>One way to write a mask: runs of 0 are left out and their neighbours joined.</summary>
    private static ImmutableArray<int> Joined(IEnumerable<int> runs)
    {
        var joined = ImmutableArray.CreateBuilder<int>();
        var isOn = false;
        foreach (var run in runs)
        {
            if (run < 0)
                throw LabelRefusal.Of(ProblemKinds.MaskSize, "A run of the mask is negative.", "Export it again.");
            // Even places are off: a run belongs to the last one if both are on or both off.
            var isSame = joined.Count > 0 && joined.Count % 2 == (isOn ? 0 : 1);
            if (isSame)
                joined[^1] = checked(joined[^1] + run);
            else if (run > 0 || joined.Count == 0)
            {
                if (joined.Count == 0 && isOn)
                    joined.Add(0);
                joined.Add(run);
            }
            isOn = !isOn;
        }
        return joined.ToImmutable();
    }
}
