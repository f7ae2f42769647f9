namespace Gyre.Learning;

/// <summary>An upright box in an image, in pixels from the top left.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">0 or more.</param>
/// <param name="Height">0 or more.</param>
public readonly record struct ImageBox(double X, double Y, double Width, double Height)
{
    /// <summary>Width times height.</summary>
    public double Area => Width * Height;

    /// <summary>The area that two boxes have in common.</summary>
    public double Intersection(ImageBox other)
    {
        var width = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        var height = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /// <summary>Intersection over union, 0 to 1; 0 for two boxes without area.</summary>
    public double IntersectionOverUnion(ImageBox other)
    {
        var common = Intersection(other);
        return common == 0 ? 0 : common / (Area + other.Area - common);
    }
}
