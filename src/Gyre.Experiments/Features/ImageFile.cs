using System.Globalization;
using Gyre.Core;
using SkiaSharp;

namespace Gyre.Experiments.Features;

/// <summary>Reads image files. They come from outside, so their size is known before anything of it is taken.</summary>
internal static class ImageFile
{
    /// <summary>The largest file in bytes.</summary>
    public const long MaxBytes = 256 << 20;

    /// <summary>The most pixels: 100 million, 400 MB.</summary>
    public const long MaxPixels = 100_000_000;

    private const int MaxPathLength = 4096;

    private static readonly SKEncodedImageFormat[] Formats =
    [
        SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp, SKEncodedImageFormat.Gif, SKEncodedImageFormat.Bmp,
    ];

    /// <summary>Reads the image that a value refers to; of a moving one the first picture.</summary>
    /// <exception cref="InvalidInputException">There is no such file, or it is no image, damaged or too large.</exception>
    public static Picture Read(Value value, ExamplePlace place)
    {
        var name = LabelFeatures.TextOf(value, place);
        var bytes = Load(name, place);
        try
        {
            return Decode(bytes, name, place);
        }
        catch (Exception exception) when (exception.GetBaseException() is DllNotFoundException)
        {
            throw new InvalidInputException(
                "experiment.image.platform", "This program cannot decode images on this platform.",
                "Use Linux, Windows or macOS, or turn images into numbers with a transform that is a command.");
        }
    }

    private static Picture Decode(byte[] bytes, string name, ExamplePlace place)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null || !Formats.Contains(codec.EncodedFormat))
            throw Refuse(name, "is no image that can be read", place);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width <= 0 || height <= 0 || (long)width * height > MaxPixels)
        {
            var size = string.Create(CultureInfo.InvariantCulture, $"has {width} x {height} pixels, more than {MaxPixels} altogether");
            throw Refuse(name, size, place, "Make the image smaller.");
        }
        using var colors = SKColorSpace.CreateSrgb();
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colors);
        var pixels = new byte[checked(width * height * info.BytesPerPixel)];
        var result = codec.GetPixels(info, pixels);
        return result == SKCodecResult.Success
            ? new Picture(width, height, (ImageOrigin)codec.EncodedOrigin, pixels)
            : throw Refuse(name, result == SKCodecResult.IncompleteInput ? "is cut off" : "is damaged", place);
    }

    private static byte[] Load(string name, ExamplePlace place)
    {
        var path = PathOf(name, place);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > MaxBytes)
                throw Refuse(name, $"has {file.Length} bytes, more than {MaxBytes}", place, "Make the image smaller.");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            var problem = exception is FileNotFoundException or DirectoryNotFoundException
                ? "is not there"
                : $"cannot be read: {exception.Message}";
            throw Refuse(name, problem, place, "Add the file under files/, or correct the path.");
        }
    }

    /// <summary>
    /// The file of a name, by the rules of dataset folders: relative to the folder of files and not outside it, or absolute.
    /// </summary>
    private static string PathOf(string name, ExamplePlace place)
    {
        if (name.Length is 0 or > MaxPathLength || name.Contains('\0', StringComparison.Ordinal))
            throw Refuse(name, "has no valid name", place, "Correct the path.");
        if (Path.IsPathRooted(name))
            return name;
        var folder = Path.GetFullPath(place.FilesFolder.Length == 0 ? "." : place.FilesFolder);
        var path = Path.GetFullPath(Path.Join(folder, name));
        if (!File.Exists(path))
            path = Path.GetFullPath(Path.Join(folder, name.Replace('\\', '/')));
        return path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw Refuse(name, "is outside the folder of files", place, "Move the file under files/.");
    }

    private static InvalidInputException Refuse(
        string name, string problem, ExamplePlace place, string remedy = "Use a whole JPEG, PNG, WebP, GIF or BMP file.")
    {
        var shown = name.Length <= 200 ? name : name[..200] + "...";
        return place.Refuse("experiment.image", $"the file '{shown}' {problem}", remedy);
    }
}
