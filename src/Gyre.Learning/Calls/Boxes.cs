namespace Gyre.Learning.Calls;

/// <summary>Images, categories and true boxes of a call.</summary>
/// <param name="Images">Number in the call by its id.</param>
/// <param name="Categories">Number in the call by its id.</param>
/// <param name="Names">Of the categories.</param>
/// <param name="Truth">True boxes.</param>
internal sealed record Boxes(
    IReadOnlyDictionary<long, int> Images, IReadOnlyDictionary<long, int> Categories, IReadOnlyList<string> Names,
    IReadOnlyList<TrueBox> Truth)
{
    public static Boxes Read(JsonPart input)
    {
        var images = Ids(input.Get("images"));
        var categories = Ids(input.Get("categories"));
        var names = new List<string>();
        foreach (var category in input.Get("categories").Items())
        {
            var name = category.Get("name");
            if (names.Contains(name.Text()))
                throw name.Refuse($"the category '{name.Text()}' stands here twice", "Name each category once.");
            names.Add(name.Text());
        }
        return new(images, categories, names, [.. input.Get("groundTruth").Items().Select(part => True(part, images, categories))]);
    }

    public static List<DetectedBox> Detected(JsonPart list, Boxes boxes) =>
    [
        .. list.Items().Select(part => new DetectedBox(
            Known(part.Get("image_id"), boxes.Images, "image"), Known(part.Get("category_id"), boxes.Categories, "category"),
            Box(part.Get("bbox")), part.Get("score").Number())),
    ];

    private static TrueBox True(JsonPart part, IReadOnlyDictionary<long, int> images, IReadOnlyDictionary<long, int> categories)
    {
        var box = Box(part.Get("bbox"));
        var isCrowd = part.Has("iscrowd") && part.Get("iscrowd").Index(2) == 1;
        return new(
            Known(part.Get("image_id"), images, "image"), Known(part.Get("category_id"), categories, "category"), box,
            part.Has("area") ? part.Get("area").AtLeastZero() : box.Area, isCrowd);
    }

    private static ImageBox Box(JsonPart part)
    {
        var numbers = part.Numbers(4);
        return numbers[2] >= 0 && numbers[3] >= 0
            ? new(numbers[0], numbers[1], numbers[2], numbers[3])
            : throw part.Refuse("the box has a negative width or height", "Give x, y, width and height from the top left.");
    }

    private static Dictionary<long, int> Ids(JsonPart list)
    {
        var ids = new Dictionary<long, int>();
        foreach (var item in list.Items())
        {
            if (!ids.TryAdd(Id(item.Get("id")), ids.Count))
                throw item.Get("id").Refuse($"the id {Id(item.Get("id"))} stands here twice", "Give each its own id.");
        }
        return ids;
    }

    private static int Known(JsonPart part, IReadOnlyDictionary<long, int> ids, string what) =>
        ids.TryGetValue(Id(part), out var number) ? number
            : throw part.Refuse($"there is no {what} with the id {Id(part)}", $"Add the {what}, or correct the id.");

    private static long Id(JsonPart part) =>
        part.Number() is var number && number == Math.Floor(number) && Math.Abs(number) <= 1L << 53 ? (long)number
            : throw part.Refuse("an id is no whole number", "Use whole numbers.");
}
