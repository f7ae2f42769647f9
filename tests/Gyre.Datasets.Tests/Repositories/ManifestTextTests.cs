using System.Collections.Immutable;
using System.Text;
using Gyre.Core;
using Gyre.Datasets.Repositories;

namespace Gyre.Datasets.Tests.Repositories;

public sealed class ManifestTextTests
{
    private static readonly DatasetFile One = new("a.txt", 1, Digest.Of("1"));
    private static readonly DatasetFile Two = new("b/c.txt", 2, Digest.Of("2"));

    [Fact]
    public void A_manifest_is_read_as_it_was_written()
    {
        var manifest = Manifest(One, Two);
        var read = ManifestText.Read(ManifestText.Write(manifest), "d", "v");
        ManifestText.Write(read).ShouldBe(ManifestText.Write(manifest));
        (read.Version.Digest, read.Version.Examples, read.Version.SizeInBytes).ShouldBe((manifest.Version.Digest, 7, 3));
    }

    /// <summary>As sha256sum would print the list.</summary>
    [Fact]
    public void The_digest_of_a_version_is_that_of_its_list_of_files()
    {
        var list = $"{Digest.Of("1").Hex}  a.txt\n{Digest.Of("2").Hex}  b/c.txt\n";
        DatasetManifest.DigestOf([Two, One]).ShouldBe(Digest.Of(list));
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "", "not JSON" },
        { "null", "not JSON" },
        { "[]", "not JSON" },
        { "{}", "not JSON" },
        { new string('[', 100_000), "not JSON" },
        { With("\"format\":1", "\"format\":2"), "newer version" },
        { With("\"dataset\":\"d\"", "\"dataset\":\"e\""), "another dataset" },
        { With("\"version\":\"v\"", "\"version\":\"w\""), "another dataset" },
        { With("\"version\":\"v\"", "\"version\":null"), "not JSON" },
        { With("a.txt", "x.txt"), "ordinal order" },
        { With("a.txt", "0.txt"), "digest" },
        { With("a.txt", "b"), "both a file and a folder" },
        { With("a.txt", "b/c.txt"), "ordinal order" },
        { With("a.txt", "../a"), "outside" },
        { With("a.txt", "a\\\\b"), "outside" },
        { With("a.txt", ""), "outside" },
        { With("\"path\":\"a.txt\"", "\"path\":null"), "not JSON" },
        { With("\"sizeInBytes\":1,", "\"sizeInBytes\":-1,"), "not valid" },
        { With("\"sizeInBytes\":1,", "\"sizeInBytes\":99999999999999999999,"), "not JSON" },
        { With("\"sizeInBytes\":1,", ""), "not JSON" },
        { With(Digest.Of("1").ToString(), "sha256:12"), "not JSON" },
        { With("\"files\":[", "\"files\":[null,"), "outside" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_manifest_that_is_not_valid_is_refused(string text, string reason)
    {
        var refused = Should.Throw<InvalidInputException>(() => ManifestText.Read(Encoding.UTF8.GetBytes(text), "d", "v"));
        refused.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("dataset.manifest");
        refused.Message.ShouldContain(reason);
    }

    private static string With(string old, string now) =>
        Encoding.UTF8.GetString(ManifestText.Write(Manifest(One, Two))).Replace(old, now, StringComparison.Ordinal);

    private static DatasetManifest Manifest(params ImmutableArray<DatasetFile> files) => new(
        new RepositoryVersion
        {
            Dataset = "d",
            Version = "v",
            Digest = DatasetManifest.DigestOf(files),
            CreatedAt = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero),
            Examples = 7,
            SizeInBytes = files.Sum(static file => file.SizeInBytes),
            Elements = [new DatasetElementFact("x", "input", "float")],
            Splits = ["s"],
        },
        files);
}
