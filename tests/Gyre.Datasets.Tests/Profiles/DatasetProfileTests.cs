using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Datasets.Tests.Folders;

namespace Gyre.Datasets.Tests.Profiles;

/// <summary>Profiles of folders, and their JSON form.</summary>
public sealed class DatasetProfileTests
{
    private static readonly string Schema = SampleFolder.SchemaOf(
        SampleFolder.Element("f", "float", required: false, nullable: true), SampleFolder.Element("i", "integer", required: false),
        SampleFolder.Element("b", "boolean", required: false), SampleFolder.Element("t", "text", required: false),
        SampleFolder.Element("d", "datetime", required: false), SampleFolder.Element("c", "category", required: false),
        SampleFolder.Element("p", "image_file", required: false),
        SampleFolder.Element("m", "integer", required: false, more: ", \"multi_value\": \"ordered\""));

    [Fact]
    public async Task Every_type_is_described()
    {
        using var folder = Folder(
            "1.5,3,true,caña,2023-08-29,x,a/1.PNG,\"[1,2]\"", "2.5,4,false,b,2023-08-30 12:00:00,y,a/1.PNG,3", "null,x,true,b,,x,gone.png,",
            "nan,5,true,,29/08/2023,x,b,");
        folder.Write("files/a/1.PNG", "12345").Write("files/b", "1");
        var profile = await ProfileAsync(folder);

        (profile.Name, profile.Examples, profile.Columns.Length).ShouldBe(("sample", 4, 8));
        var f = profile.Columns[0];
        (f.Values, f.Missing, f.Nulls, f.Invalid, f.NotFinite, f.Distinct, f.IsDistinctExact).ShouldBe((3, 0, 1, 0, 1, 2, true));
        f.MissingShare.ShouldBe(0.25);
        var numbers = f.Numbers!;
        (numbers.Measure, numbers.Count, numbers.Min, numbers.Max, numbers.Mean, numbers.RankError).ShouldBe(
            (ProfileMeasure.Value, 2, 1.5, 2.5, 2.0, 0.0));
        numbers.Deviation!.Value.ShouldBe(Math.Sqrt(0.5), 1e-12);
        (profile.Columns[1].Values, profile.Columns[1].Invalid, profile.Columns[1].Numbers!.Mean).ShouldBe((3, 1, 4));
        profile.Columns[2].Top.ShouldBe([new("true", 3), new("false", 1)]);
        var text = profile.Columns[3];
        (text.Numbers!.Measure, text.Numbers.Max, text.Missing).ShouldBe((ProfileMeasure.Length, 4, 1));
        text.Top.ShouldBe([new("b", 2), new("caña", 1)]);
        var date = profile.Columns[4].Numbers!;
        (date.Measure, date.Min, date.Max - date.Min).ShouldBe((ProfileMeasure.Seconds, 1693267200, 36 * 3600));
        (profile.Columns[5].Distinct, profile.Columns[5].Top[0]).ShouldBe((2, new("x", 3)));
        var files = profile.Columns[6];
        (files.Values, files.Invalid, files.Distinct, files.Numbers!.Measure, files.Numbers.Max).ShouldBe(
            (3, 1, 2, ProfileMeasure.Bytes, 5));
        files.FileKinds.ShouldBe([new(".png", 2, 10), new("", 1, 1)]);
        (profile.Columns[7].Values, profile.Columns[7].Numbers!.Count, profile.Columns[7].Missing).ShouldBe((2, 3, 2));
    }

    [Fact]
    public async Task Quantiles_and_histogram_of_few_numbers_are_exact()
    {
        using var folder = Folder([.. Enumerable.Range(1, 100).Select(static i => $"{i},{i},,,,,,")]);
        var profile = await ProfileAsync(folder);
        profile.Columns[0].Numbers!.Quantiles.ShouldBe([1, 5, 10, 25, 50, 75, 90, 95, 99]);
        var whole = profile.Columns[1].Numbers!.Histogram;
        whole.Bounds.Take(3).ShouldBe([1, 5, 9]);
        whole.Counts.ShouldAllBe(static count => count == 4);
        var real = profile.Columns[0].Numbers!.Histogram;
        (real.Bounds[0], real.Bounds[^1], real.Counts.Length, real.Counts.Sum()).ShouldBe((1, 100, 32, 100));
        profile.Columns[0].Numbers!.Distribution.Values.Length.ShouldBe(100);
    }

    [Fact]
    public async Task Of_many_numbers_the_distribution_is_kept_in_512_points()
    {
        using var folder = Folder([.. Enumerable.Range(0, 9000).Select(static i => $"{i * 7919 % 9000},0,,{i},,,,")]);
        var profile = await ProfileAsync(folder);
        var numbers = profile.Columns[0].Numbers!;
        numbers.RankError.ShouldBeInRange(0.00001, 0.001);
        numbers.Distribution.Values.Length.ShouldBeInRange(400, 512);
        (numbers.Distribution.Total, numbers.Distribution.Values[^1]).ShouldBe((9000, 8999));
        numbers.Quantiles[4].ShouldBe(4500, 10);
        ((double)profile.Columns[0].Distinct).ShouldBe(9000, 9000 * 4 * DatasetProfile.DistinctError);
        (profile.Columns[3].Distinct, profile.Columns[3].IsDistinctExact, profile.Columns[3].Others).ShouldBe((9000, true, 8980));
        numbers.Distribution.CountBetween([numbers.Distribution.Values[9]])[0].ShouldBe(numbers.Distribution.Counts.Take(9).Sum());
        numbers.Distribution.Sample(10).Length.ShouldBe(10);
        (profile.Columns[1].Numbers!.Histogram.Counts.Single(), profile.Columns[1].Distinct).ShouldBe((9000, 1));
    }

    [Fact]
    public async Task The_JSON_form_reads_back_to_the_same_profile()
    {
        using var folder = Folder(
            "1.5,3,true,caña,2023-08-29,x,,\"[1,2]\"", "-1e308,4,false,\"a \"\"b\"\"\",,y,,3", "1e308,,,,,,,", "0,,,,,,,");
        var profile = await ProfileAsync(folder);
        var json = ValueJson.Write(DatasetProfiles.ToJson(profile));
        json.ShouldContain("\"earliest\":\"2023-08-29T00:00:00\"");
        ValueJson.Write(DatasetProfiles.ToJson(DatasetProfiles.Parse(Encoding.UTF8.GetBytes(json), "p.json"))).ShouldBe(json);
    }

    [Fact]
    public async Task An_empty_dataset_has_a_profile_without_numbers()
    {
        using var folder = Folder();
        var profile = await ProfileAsync(folder);
        (profile.Examples, profile.Columns[0].Numbers, profile.Columns[0].MissingShare).ShouldBe((0, null, 0));
    }

    [Theory]
    [InlineData("[]", "'schemaVersion' is missing")]
    [InlineData("{\"schemaVersion\": 2}", "'schemaVersion' is 2; this program reads 1")]
    [InlineData("{\"schemaVersion\": 1, \"columns\": 3}", "'columns' must be a list of at most 10000 entries")]
    [InlineData("{\"schemaVersion\": 1, \"columns\": [{\"name\": \"x\", \"role\": \"king\"}]}", "'columns[0].role' must be one of input")]
    [InlineData("{\"schemaVersion\": 1, \"columns\": [], \"name\": \"\", \"examples\": -1}", "'examples' must be a whole number")]
    [InlineData("{", "The profile is not JSON")]
    public void What_is_no_profile_is_refused_with_its_place(string json, string message)
    {
        var refused = Should.Throw<InvalidInputException>(() => DatasetProfiles.Parse(Encoding.UTF8.GetBytes(json), "p.json"));
        refused.Diagnostics[0].ToString().ShouldStartWith("p.json");
        refused.Diagnostics[0].Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("\"values\":[1.0,2.0]", "\"values\":[2.0,1.0]", "must be ascending")]
    [InlineData("\"counts\":[1,1]}}", "\"counts\":[1,2]}}", "add up to the count of numbers")]
    [InlineData("\"share\":0.5,", "\"share\":0.6,", "must have the shares")]
    [InlineData("\"values\":[1.0,2.0]", "\"values\":[1.0,{\"$float\":\"inf\"}]", "must have finite numbers")]
    public async Task Numbers_that_cannot_be_are_refused(string before, string after, string message)
    {
        using var folder = Folder("1,,,,,,,", "2,,,,,,,");
        var json = ValueJson.Write(DatasetProfiles.ToJson(await ProfileAsync(folder)));
        json.ShouldContain(before);
        var broken = Encoding.UTF8.GetBytes(json.Replace(before, after, StringComparison.Ordinal));
        Should.Throw<InvalidInputException>(() => DatasetProfiles.Parse(broken, "p.json")).Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_folder_with_a_broken_schema_is_refused_with_its_place()
    {
        using var folder = Folder();
        folder.Write("schema.json", "{}");
        (await Should.ThrowAsync<InvalidInputException>(() => DatasetProfiles.OfAsync(folder.Path))).Message.ShouldContain("schema.json");
    }

    private static SampleFolder Folder(params string[] rows)
    {
        var csv = new StringBuilder("id,f,i,b,t,d,c,p,m\n");
        foreach (var (i, row) in rows.Index())
            csv.Append(CultureInfo.InvariantCulture, $"{SampleFolder.Id(i)},{row}\n");
        return new SampleFolder().Write("schema.json", Schema).Write("examples.csv", csv.ToString());
    }

    private static Task<DatasetProfile> ProfileAsync(SampleFolder folder) =>
        DatasetProfiles.OfAsync(folder.Path, TestContext.Current.CancellationToken);
}
