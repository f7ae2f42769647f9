namespace Gyre.Experiments.Features;

/// <summary>
/// Which way up an image is stored, as Exif numbers it from 1 to 8: the sides of the upright image that the first row and the first column
/// are.
/// </summary>
internal enum ImageOrigin
{
    TopLeft = 1,
    TopRight = 2,
    BottomRight = 3,
    BottomLeft = 4,
    LeftTop = 5,
    RightTop = 6,
    RightBottom = 7,
    LeftBottom = 8,
}

/// <summary>A decoded image: red, green, blue and opacity of every pixel, from 0 to 255, row after row.</summary>
/// <param name="Width">Pixels in a row as stored.</param>
/// <param name="Height">Rows as stored.</param>
/// <param name="Origin">Which way up it is stored.</param>
/// <param name="Pixels">Four bytes per pixel; colours are not multiplied by the opacity.</param>
internal sealed record Picture(int Width, int Height, ImageOrigin Origin, byte[] Pixels)
{
    private const int Channels = 4;
    private const int Colors = 3;

    /// <summary>
    /// The image upright, on white ground and in another size: each pixel is the mean of the area that it covers, each covered pixel
    /// weighted with its share. Brightness from 0 to 255, row after row, pixel after pixel, colour after colour.
    /// </summary>
    public double[] Fit(int width, int height, bool isGrey)
    {
        var turned = Origin >= ImageOrigin.LeftTop;
        var (storedWidth, storedHeight) = turned ? (height, width) : (width, height);
        var stored = Resize(storedWidth, storedHeight);
        var colors = isGrey ? 1 : Colors;
        var upright = new double[width * height * colors];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (column, row) = Stored(Origin, x, y, storedWidth, storedHeight);
                var pixel = stored.AsSpan((row * storedWidth + column) * Colors, Colors);
                var place = (y * width + x) * colors;
                if (isGrey)
                    // ITU-R BT.601, which most programs that make grey of colours follow.
                    upright[place] = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
                else
                    pixel.CopyTo(upright.AsSpan(place));
            }
        }
        return upright;
    }

    /// <summary>Where a pixel of the upright image is stored.</summary>
    internal static (int Column, int Row) Stored(ImageOrigin origin, int x, int y, int width, int height) => origin switch
    {
        ImageOrigin.TopRight => (width - 1 - x, y),
        ImageOrigin.BottomRight => (width - 1 - x, height - 1 - y),
        ImageOrigin.BottomLeft => (x, height - 1 - y),
        ImageOrigin.LeftTop => (y, x),
        ImageOrigin.RightTop => (y, height - 1 - x),
        ImageOrigin.RightBottom => (width - 1 - y, height - 1 - x),
        ImageOrigin.LeftBottom => (width - 1 - y, x),
        _ => (x, y),
    };

    private double[] Resize(int width, int height)
    {
        var shares = Shares(Width, width);
        var rows = Shares(Height, height);
        var resized = new double[width * height * Colors];
        var narrow = new double[width * Colors];
        for (var y = 0; y < height; y++)
        {
            var target = resized.AsSpan(y * width * Colors, width * Colors);
            for (var i = 0; i < rows[y].Weights.Length; i++)
            {
                Narrow(rows[y].First + i, shares, narrow);
                for (var x = 0; x < narrow.Length; x++)
                    target[x] += rows[y].Weights[i] * narrow[x];
            }
        }
        return resized;
    }

    /// <summary>One stored row in the new width.</summary>
    private void Narrow(int row, (int First, double[] Weights)[] shares, double[] narrow)
    {
        Array.Clear(narrow);
        var pixels = Pixels.AsSpan(row * Width * Channels, Width * Channels);
        for (var x = 0; x < shares.Length; x++)
        {
            var (first, weights) = shares[x];
            for (var i = 0; i < weights.Length; i++)
            {
                var pixel = pixels.Slice((first + i) * Channels, Channels);
                var opacity = pixel[Colors];
                for (var color = 0; color < Colors; color++)
                {
                    var brightness = opacity == 255 ? pixel[color] : (pixel[color] * opacity + 255.0 * (255 - opacity)) / 255;
                    narrow[x * Colors + color] += weights[i] * brightness;
                }
            }
        }
    }

    /// <summary>For each new pixel the old ones that it covers, with weights that add up to 1.</summary>
    private static (int First, double[] Weights)[] Shares(int from, int to)
    {
        var shares = new (int, double[])[to];
        for (var i = 0; i < to; i++)
        {
            // In units of 1/to of an old pixel, so that the borders are whole numbers.
            var (begin, end) = ((long)i * from, (long)(i + 1) * from);
            var (first, last) = ((int)(begin / to), (int)((end - 1) / to));
            var weights = new double[last - first + 1];
            for (var old = first; old <= last; old++)
                weights[old - first] = (Math.Min(end, (long)(old + 1) * to) - Math.Max(begin, (long)old * to)) / (double)from;
            shares[i] = (first, weights);
        }
        return shares;
    }
}
