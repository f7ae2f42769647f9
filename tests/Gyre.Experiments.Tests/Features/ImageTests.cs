using System.Buffers.Binary;
using System.IO.Hashing;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Experiments.Features;
using SkiaSharp;
using static Gyre.Experiments.Tests.SampleRows;

namespace Gyre.Experiments.Tests.Features;

public sealed class ImageTests : IDisposable
{
    private static readonly EncoderOptions Grey = new() { Image = new ImageShape(2, 1, IsGrey: true), Scale = "none" };

    private readonly string _folder = Directory.CreateTempSubdirectory("gyre-images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Pixels_become_brightness_from_0_to_1()
    {
        Write("a.png", Png(2, 1, SKColors.White, new SKColor(51, 51, 51)));
        Encode(Grey, "a.png").ShouldBe([1, 0.2], 1e-12);
    }

    [Fact]
    public void Colours_stand_pixel_by_pixel()
    {
        Write("a.png", Png(2, 1, new SKColor(255, 0, 51), new SKColor(0, 102, 255)));
        Encode(Grey with { Image = new ImageShape(2, 1, IsGrey: false) }, "a.png").ShouldBe([1, 0, 0.2, 0, 0.4, 1], 1e-12);
    }

    [Fact]
    public void Grey_weighs_colours_as_eyes_do()
    {
        Write("a.png", Png(2, 1, SKColors.Red, SKColors.Blue));
        Encode(Grey, "a.png").ShouldBe([0.299, 0.114], 1e-12);
    }

    [Fact]
    public void Mean_and_deviation_are_options()
    {
        Write("a.png", Png(2, 1, SKColors.White, SKColors.Black));
        var shape = new ImageShape(2, 1, IsGrey: true) { Mean = [0.5], Deviation = [0.25] };
        Encode(Grey with { Image = shape }, "a.png").ShouldBe([2, -2], 1e-12);
    }

    [Fact]
    public void Transparent_pixels_are_white()
    {
        Write("a.png", Png(2, 1, SKColors.Transparent, SKColors.Black));
        Encode(Grey, "a.png").ShouldBe([1, 0], 1e-12);
    }

    [Fact]
    public void Several_images_become_their_mean()
    {
        Write("a.png", Png(2, 1, SKColors.White, SKColors.Black));
        Write("b.png", Png(2, 1, SKColors.White, SKColors.White));
        var rows = new SampleRows().Lists("i", ElementType.ImageFile, List("a.png", "b.png")).Rows(_folder);
        using var encoder = ExampleEncoder.Fit(rows, Grey);
        encoder.Encoded(rows).Row(0).ToArray().ShouldBe([1, 0.5], 1e-12);
    }

    [Fact]
    public void A_smaller_pixel_is_the_mean_of_the_area_it_covers()
    {
        // Three pixels in two: each new one covers one and a half.
        var picture = new Picture(3, 1, ImageOrigin.TopLeft, [0, 0, 0, 255, 90, 90, 90, 255, 240, 240, 240, 255]);
        picture.Fit(2, 1, isGrey: true).ShouldBe([30, 190], 1e-9);
        picture.Fit(1, 1, isGrey: true).ShouldBe([110], 1e-9);
        picture.Fit(6, 2, isGrey: true).ShouldBe([0, 0, 90, 90, 240, 240, 0, 0, 90, 90, 240, 240], 1e-9);
    }

    [Theory]
    [InlineData(1, "012345")]
    [InlineData(2, "210543")]
    [InlineData(3, "543210")]
    [InlineData(4, "345012")]
    [InlineData(5, "031425")]
    [InlineData(6, "304152")]
    [InlineData(7, "524130")]
    [InlineData(8, "251403")]
    public void Images_are_turned_upright(int origin, string expected)
    {
        byte[] pixels = [.. Enumerable.Range(0, 6).SelectMany(static i => new[] { (byte)i, (byte)i, (byte)i, (byte)255 })];
        var picture = new Picture(3, 2, (ImageOrigin)origin, pixels);
        var upright = origin < 5 ? picture.Fit(3, 2, isGrey: true) : picture.Fit(2, 3, isGrey: true);
        string.Concat(upright.Select(static brightness => Math.Round(brightness))).ShouldBe(expected);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Other_formats_are_read(SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(32, 16);
        bitmap.Erase(new SKColor(128, 128, 128));
        Write("a", bitmap.Encode(format, 90).ToArray());
        Encode(Grey, "a").ShouldBe([128 / 255.0, 128 / 255.0], 0.02);
    }

    [Fact]
    public void What_is_no_image_is_refused_with_example_and_file()
    {
        Write("a.png", "no image"u8.ToArray());
        var diagnostic = Refusal("a.png");
        diagnostic.Message.ShouldBe(
            "Example 6018366c-f658-47a7-9ed3-000000000000, element \"i\": the file 'a.png' is no image that can be read.");
        diagnostic.Path.ShouldBe("row 1");
        diagnostic.Remedy.ShouldNotBeNull();
    }

    [Fact]
    public void A_cut_off_image_is_refused()
    {
        var whole = Png(64, 64,
            [.. Enumerable.Range(0, 64 * 64).Select(static i => new SKColor((byte)(i * 7), (byte)(i * 13), (byte)(i / 3)))]);
        foreach (var length in new[] { 0, 1, 8, 20, 40, whole.Length / 2, whole.Length - 100 })
        {
            Write("a.png", whole[..length]);
            Refusal("a.png").Message.ShouldContain("'a.png' is ");
        }
    }

    [Fact]
    public void Huge_dimensions_are_refused_before_memory_is_taken()
    {
        var bomb = Png(1, 1, SKColors.Black);
        // Width and height of the header, and its checksum.
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), 60_000);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(29), Crc32.HashToUInt32(bomb.AsSpan(12, 17)));
        Write("a.png", bomb);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refusal("a.png").Message.ShouldContain("60000 x 60000 pixels");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000_000);
    }

    [Fact]
    public void Random_damage_is_refused_or_read_and_never_crashes()
    {
        var random = new SeededRandom(7);
        var whole = Png(16, 16, [.. Enumerable.Range(0, 256).Select(static i => new SKColor((byte)i, (byte)(255 - i), 7))]);
        for (var round = 0; round < 100; round++)
        {
            byte[] damaged = [.. whole];
            for (var i = 0; i < 4; i++)
                damaged[random.NextInt(0, damaged.Length)] = (byte)random.NextInt(0, 256);
            Write("a.png", damaged);
            try
            {
                Encode(Grey, "a.png").Length.ShouldBe(2);
            }
            catch (InvalidInputException refused)
            {
                refused.Message.ShouldContain("a.png");
            }
        }
    }

    [Theory]
    [InlineData("absent.png", "is not there")]
    [InlineData("../outside.png", "is outside the folder of files")]
    [InlineData("a/../../outside.png", "is outside the folder of files")]
    [InlineData("", "has no valid name")]
    [InlineData("a\0b", "has no valid name")]
    public void Wrong_paths_are_refused(string path, string problem) => Refusal(path).Message.ShouldContain(problem);

    [Fact]
    public void Of_several_faulty_examples_the_first_is_named()
    {
        Write("good.png", Png(2, 1, SKColors.White, SKColors.Black));
        string[] names = [.. Enumerable.Repeat("good.png", 20), "first", .. Enumerable.Repeat("later", 40)];
        var rows = new SampleRows().Input("i", ElementType.ImageFile, Texts(names)).Rows(_folder);
        using var encoder = ExampleEncoder.Fit(rows, Grey);
        Should.Throw<InvalidInputException>(() => encoder.Encoded(rows)).Diagnostics[0].Message.ShouldContain("'first'");
    }

    private double[] Encode(EncoderOptions options, string name)
    {
        var rows = new SampleRows().Input("i", ElementType.ImageFile, Texts(name)).Rows(_folder);
        using var encoder = ExampleEncoder.Fit(rows, options);
        using var loaded = ExampleEncoder.Load(encoder.Save(), "");
        var encoded = encoder.Encoded(rows).Row(0).ToArray();
        loaded.Encoded(rows).Row(0).ToArray().ShouldBe(encoded);
        return encoded;
    }

    private Diagnostic Refusal(string name) => Should.Throw<InvalidInputException>(() => Encode(Grey, name)).Diagnostics[0];

    private void Write(string name, byte[] content) => File.WriteAllBytes(Path.Join(_folder, name), content);

    private static byte[] Png(int width, int height, params SKColor[] pixels)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Pixels = pixels;
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
