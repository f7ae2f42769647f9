namespace Gyre.Labeling;

/// <summary>Turning about a place, in degrees clockwise as images are seen (y goes down).</summary>
internal static class Turns
{
    /// <summary>The same angle in [0, 360).</summary>
    public static double Positive(double angle)
    {
        var rest = angle % 360;
        var positive = rest < 0 ? rest + 360 : rest;
        return positive >= 360 ? 0 : positive;
    }

    /// <summary>Where a place lands that lies so far from the centre.</summary>
    public static Spot About(Spot centre, double x, double y, double angle)
    {
        var (sin, cos) = Math.SinCos(angle * Math.PI / 180);
        return new Spot(centre.X + x * cos - y * sin, centre.Y + x * sin + y * cos);
    }
}
