using System.Text;
using Gyre.Core;
using Gyre.Datasets;
using Shouldly;
using Xunit;

namespace Gyre.Testing.Datasets;

/// <summary>What every <see cref="IDatasetPlace"/> promises, by way of a <see cref="DatasetRepository"/>.</summary>
public abstract class DatasetPlaceConformance : IAsyncLifetime
{
    /// <summary>The digest of the sample: the same on every place, machine and day.</summary>
    private const string SampleDigest = "sha256:96f1afb30eceb9fc3ad77b8be7abdf311c9bcb21932837c66351141f0b69be95";

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>The clock.</summary>
    protected TimeProvider Clock => _clock;

    /// <summary>The dataset that is pushed.</summary>
    protected DatasetSample Sample { get; } = new();

    /// <summary>The place under test.</summary>
    protected IDatasetPlace Place { get; private set; } = null!;

    /// <summary>A repository on it.</summary>
    protected DatasetRepository Repository => new(Place, _clock);

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Gives a place where nothing is yet, or skips the test with a reason.</summary>
    protected abstract Task<IDatasetPlace> OpenPlaceAsync();

    /// <summary>Replaces the stored content of a file behind the place's back.</summary>
    protected abstract Task DamageAsync(DatasetFile file, byte[] content);

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync() => Place = await OpenPlaceAsync();

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        Place?.Dispose();
        Sample.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_folder_that_was_pushed_is_pulled_file_by_file_the_same()
    {
        var pushed = await Repository.PushFolderAsync(Sample.Folder, null, Cancel);
        pushed.IsNew.ShouldBeTrue();
        pushed.Version.Digest.ToString().ShouldBe(SampleDigest);
        var version = await GetAsync(pushed.Version.Version);
        (version.Examples, version.FileCount, version.Description, version.Uri).ShouldBe(
            (6, 10, "Six numbers.", $"dataset://sample/{pushed.Version.Digest.Hex[..12]}"));
        version.Splits.ShouldBe(["halves"]);
        version.Elements.Select(static element => $"{element.Name} {element.Role} {element.Type}").ShouldBe(
            ["x input float", "picture input image_file", "y output category"]);
        (await PullAsync("latest")).FetchedBytes.ShouldBe(version.SizeInBytes);
        DatasetSample.FilesOf(Sample.Beside("out")).ShouldBe(DatasetSample.FilesOf(Sample.Folder), ignoreOrder: true);
        (await PullAsync("latest")).IsNew.ShouldBeFalse();
        LeftOvers().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_files_give_the_same_version_whatever_its_name()
    {
        var first = await Repository.PushFolderAsync(Sample.Folder, new PushOptions { Version = "v1" }, Cancel);
        var again = await Repository.PushFolderAsync(Sample.Folder, null, Cancel);
        (again.IsNew, again.SentFiles, again.Version.Version).ShouldBe((false, 0, "v1"));
        again = await Repository.PushFolderAsync(Sample.Folder, new PushOptions { Version = "v1" }, Cancel);
        (again.IsNew, again.Version.Digest).ShouldBe((false, first.Version.Digest));
        (await Repository.PushFolderAsync(Sample.Folder, new PushOptions { Version = "v2" }, Cancel)).IsNew.ShouldBeTrue();
        (await NamesAsync()).ShouldBe(["v1", "v2"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_version_never_gets_other_files()
    {
        await PushAsync("v1");
        Sample.WriteExamples(static row => row + 1);
        await RefusedAsync("dataset.version.taken", () => PushAsync("v1"));
        await PullAsync("v1");
        File.ReadAllText(Path.Join(Sample.Beside("out"), "examples.csv")).ShouldContain(",0,img/0.png");
    }

    [Fact]
    public async Task Of_two_that_push_one_name_at_once_one_is_refused()
    {
        using var other = new DatasetSample();
        other.WriteExamples(static row => row + 1);
        var (one, two) = (PushAsync("v1"), Repository.PushFolderAsync(other.Folder, new PushOptions { Version = "v1" }, Cancel));
        var refusals = 0;
        foreach (var push in (Task[])[one, two])
        {
            try
            {
                await push;
            }
            catch (InvalidInputException)
            {
                refusals++;
            }
        }
        refusals.ShouldBe(1);
        (await NamesAsync()).ShouldBe(["v1"]);
    }

    [Fact]
    public async Task Versions_come_newest_first_and_the_newest_is_the_latest()
    {
        await PushAsync("b");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Sample.WriteExamples(static row => row + 1);
        await PushAsync("a");
        (await NamesAsync()).ShouldBe(["a", "b"]);
        (await GetAsync("latest")).Version.ShouldBe("a");
        (await Repository.ListAsync(Cancel)).Select(static version => $"{version.Dataset}/{version.Version}").ShouldBe(["sample/a"]);
        await RefusedAsync("dataset.version.unknown", () => GetAsync("c"));
        await RefusedAsync("dataset.version.unknown", () => Repository.VersionsAsync("none", Cancel));
    }

    [Fact]
    public async Task Tags_move_and_go()
    {
        await PushAsync("v1");
        Sample.WriteExamples(static row => row + 1);
        await PushAsync("v2");
        (await Repository.TagAsync("sample", "v1", "stable", Cancel)).Tags.ShouldBe(["stable"]);
        (await GetAsync("stable")).Version.ShouldBe("v1");
        await Repository.TagAsync("sample", "v2", "stable", Cancel);
        (await GetAsync("v1")).Tags.ShouldBeEmpty();
        (await Repository.VersionsAsync("sample", Cancel)).Single(static version => version.Version == "v2").Tags.ShouldBe(["stable"]);
        await RefusedAsync("dataset.tag.name", () => Repository.TagAsync("sample", "v2", "v1", Cancel));
        await RefusedAsync("dataset.tag.name", () => Repository.TagAsync("sample", "v2", "latest", Cancel));
        await RefusedAsync("dataset.tag.name", () => Repository.TagAsync("sample", "v2", "../v1", Cancel));
        (await Repository.UntagAsync("sample", "stable", Cancel)).ShouldBeTrue();
        (await Repository.UntagAsync("sample", "stable", Cancel)).ShouldBeFalse();
        await RefusedAsync("dataset.version.unknown", () => GetAsync("stable"));
    }

    [Fact]
    public async Task A_part_is_pulled_and_put_beside_what_is_there()
    {
        await PushAsync("v1");
        (await PullAsync("v1", "files/img/")).Files.ShouldBe(6);
        DatasetSample.FilesOf(Sample.Beside("out")).Keys.ShouldAllBe(static path => path.StartsWith("files/img/", StringComparison.Ordinal));
        (await PullAsync("v1", "schema.json")).Files.ShouldBe(1);
        (await PullAsync("v1", "schema.json")).IsNew.ShouldBeFalse();
        DatasetSample.FilesOf(Sample.Beside("out")).Count.ShouldBe(7);
        await RefusedAsync("dataset.path.unknown", () => PullAsync("v1", "files/none/"));
        await RefusedAsync("dataset.path.unknown", () => PullAsync("v1", "files"));
        await RefusedAsync("dataset.path.unknown", () => PullAsync("v1", "../sample/"));
        File.WriteAllText(Path.Join(Sample.Beside("out"), "schema.json"), "mine");
        await RefusedAsync("dataset.pull.target", () => PullAsync("v1", "schema.json"));
        File.ReadAllText(Path.Join(Sample.Beside("out"), "schema.json")).ShouldBe("mine");
        await Repository.PullAsync("sample", "v1", Sample.Beside("out"), new PullOptions { Path = "schema.json", Replace = true }, Cancel);
        File.ReadAllText(Path.Join(Sample.Beside("out"), "schema.json")).ShouldContain("Six numbers");
    }

    [Fact]
    public async Task What_is_in_the_folder_is_replaced_only_when_asked_to()
    {
        await PushAsync("v1");
        Directory.CreateDirectory(Sample.Beside("out"));
        await PullAsync("v1"); // An empty folder is as good as none.
        File.WriteAllText(Path.Join(Sample.Beside("out"), "mine.txt"), "mine");
        await RefusedAsync("dataset.pull.target", () => PullAsync("v1"));
        File.Exists(Path.Join(Sample.Beside("out"), "mine.txt")).ShouldBeTrue();
        await Repository.PullAsync("sample", "v1", Sample.Beside("out"), new PullOptions { Replace = true }, Cancel);
        DatasetSample.FilesOf(Sample.Beside("out")).ShouldBe(DatasetSample.FilesOf(Sample.Folder), ignoreOrder: true);
        LeftOvers().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(3000)]
    [InlineData(2999)]
    [InlineData(3001)]
    [InlineData(0)]
    public async Task Damaged_content_is_refused_with_its_name_and_nothing_appears(int size)
    {
        await PushAsync("v1");
        var file = (await Repository.GetAsync("sample", "v1", Cancel)).Files.Single(static file => file.Path == "files/img/2.png");
        await DamageAsync(file, new byte[size]);
        (await Should.ThrowAsync<IOException>(() => PullAsync("v1"))).Message.ShouldContain("files/img/2.png");
        Directory.Exists(Sample.Beside("out")).ShouldBeFalse();
        if (size == 3000)
            return;
        // Pushing again is the remedy: content of a wrong size is sent anew.
        Sample.WriteExamples(static row => row + 1);
        await PushAsync("v2");
        await PullAsync("v1");
    }

    [Fact]
    public async Task A_folder_with_errors_is_refused_and_nothing_is_stored()
    {
        Sample.Write("files/img/lost.png", "").WriteExamples(static _ => double.NaN).Write("schema.json", "{}");
        await RefusedAsync("dataset.", () => PushAsync("v1"));
        (await Repository.ListAsync(Cancel)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("../v")]
    [InlineData("a/b")]
    [InlineData(".v")]
    [InlineData("a\nb")]
    [InlineData("")]
    public async Task A_name_that_cannot_be_kept_everywhere_is_refused(string version)
    {
        await RefusedAsync("dataset.version.name", () => PushAsync(version));
        await PushAsync("v1");
        if (version != "latest")
            await RefusedAsync("dataset.version.unknown", () => GetAsync(version));
    }

    [Fact]
    public async Task Versions_are_compared_by_files_schema_and_examples()
    {
        await PushAsync("v1");
        Sample.WriteExamples(static row => row == 2 ? 20 : row).Write("files/img/4.png", "new").Write(
            "splits/halves/experience_0/partition_0/validation.txt", "");
        File.AppendAllText(Path.Join(Sample.Folder, "examples.csv"), $"{DatasetSample.Id(9)},9,img/0.png,a\n");
        await PushAsync("v2");
        var difference = await Repository.DiffAsync(
            await Repository.GetAsync("sample", "v1", Cancel), await Repository.GetAsync("sample", "v2", Cancel), Cancel);
        difference.Added.Select(static file => file.Path).ShouldBe(["splits/halves/experience_0/partition_0/validation.txt"]);
        difference.Removed.ShouldBeEmpty();
        difference.Changed.Select(static file => file.Path).ShouldBe(["examples.csv", "files/img/4.png"]);
        difference.Schema!.IsEmpty.ShouldBeTrue();
        var examples = difference.Examples.ShouldNotBeNull(difference.Unreadable);
        (examples.Added, examples.Removed, examples.Changed, examples.Same).ShouldBe((1, 0, 2, 4));
        examples.AddedIds.Concat(examples.ChangedIds).Select(static id => id.ToString("D")).ShouldBe(
            [DatasetSample.Id(9), DatasetSample.Id(2), DatasetSample.Id(4)]);
        var same = await Repository.GetAsync("sample", "v1", Cancel);
        (await Repository.DiffAsync(same, same, Cancel)).IsSame.ShouldBeTrue();
    }

    [Fact]
    public async Task The_profile_is_kept_with_the_version_and_made_once()
    {
        var pushed = (await PushAsync("v1")).Version;
        var profile = (await Repository.FindProfileAsync(pushed, Cancel)).ShouldNotBeNull();
        ProfileText(profile).ShouldBe(ProfileText(await DatasetProfiles.OfAsync(Sample.Folder, Cancel)));
        profile.Columns.Single(static column => column.Name == "picture").FileKinds.ShouldBe([new FileKind(".png", 6, 21_000)]);
        var again = await Repository.ProfileAsync("sample", "latest", Cancel);
        (again.IsNew, again.Version.Version, ProfileText(again.Profile)).ShouldBe((false, "v1", ProfileText(profile)));
        // What is damaged is made anew, of the rows.
        await Place.KeepProfileAsync("sample", pushed.Digest, "rubbish"u8.ToArray(), Cancel);
        (await Repository.FindProfileAsync(pushed, Cancel)).ShouldBeNull();
        var made = await Repository.ProfileAsync("sample", "v1", Cancel);
        (made.IsNew, ProfileText(made.Profile)).ShouldBe((true, ProfileText(profile)));
        (await Repository.FindProfileAsync(pushed, Cancel)).ShouldNotBeNull();
        Sample.WriteExamples(static row => row + 1);
        var other = await Repository.PushFolderAsync(Sample.Folder, new PushOptions { Version = "v2", KeepsProfile = false }, Cancel);
        (await Repository.FindProfileAsync(other.Version, Cancel)).ShouldBeNull();
        await RefusedAsync("dataset.version.unknown", () => Repository.ProfileAsync("sample", "v3", Cancel));
    }

    [Theory]
    [InlineData(DatasetFormat.Csv)]
    [InlineData(DatasetFormat.CsvGzip)]
    [InlineData(DatasetFormat.Sqlite)]
    [InlineData(DatasetFormat.Parquet)]
    public async Task A_version_is_looked_at_without_pulling_it(DatasetFormat format)
    {
        var examples = await DatasetExamples.OpenAsync(Sample.Folder, Cancel);
        await DatasetFolder.WriteAsync(
            Sample.Beside("other"), examples.Schema, examples.ReadAsync(null, Cancel), format, null, examples.FilesFolder, Cancel);
        await Repository.PushFolderAsync(Sample.Beside("other"), new PushOptions { Version = "v1" }, Cancel);
        var preview = await Repository.PreviewAsync("sample", "latest", 4, Cancel);
        (preview.Version.Version, preview.Schema.Elements.Length, preview.HasMore).ShouldBe(("v1", 3, true));
        preview.Examples.Select(static example => example.Id.ToString("D")).ShouldBe(Enumerable.Range(0, 4).Select(DatasetSample.Id));
        preview.Examples[3].Values[1].ShouldBe(Value.Of("img/3.png"));
        (await Repository.PreviewAsync("sample", "v1", 6, Cancel)).HasMore.ShouldBeFalse();
        await RefusedAsync("dataset.version.unknown", () => Repository.PreviewAsync("sample", "v2", 1, Cancel));
        await Repository.TagAsync("sample", "v1", "stable", Cancel);
        foreach (var version in (string[])["v1", "latest", "stable"])
        {
            using var found = (await Repository.OpenFileAsync("sample", version, "files/img/2.png", Cancel)).ShouldNotBeNull();
            found.File.SizeInBytes.ShouldBe(3000);
            using var text = new StreamReader(found.Content);
            (await text.ReadToEndAsync(Cancel)).ShouldBe(new string('c', 3000));
        }
        foreach (var (version, path) in ((string, string)[])[("v1", "files/img/9.png"), ("v1", "../v1"), ("v1", "files"),
            ("v9", "schema.json")])
            (await Repository.OpenFileAsync("sample", version, path, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_query_asks_a_version_and_its_answer_is_the_same_each_time()
    {
        await PushAsync("v1");
        var query = Query("""{"filter": {"y": "a"}, "sort": {"x": "descending"}, "pageSize": 2}""");
        for (var round = 0; round < 2; round++)
        {
            var page = await Repository.QueryAsync("sample", "latest", query, Cancel);
            (page.Total, page.HasNextPage).ShouldBe((3, true));
            page.Documents.Select(static one => one.Find("id")!.ToString()).ShouldBe([DatasetSample.Id(4), DatasetSample.Id(2)]);
            (await Repository.ExplainAsync("sample", "v1", query, DatasetSample.Id(1), Cancel)).ShouldNotBeNull();
            (await Repository.ExplainAsync("sample", "v1", query, DatasetSample.Id(0), Cancel)).ShouldBeNull();
        }
        Sample.WriteExamples(static row => -row);
        await PushAsync("v2");
        (await Repository.QueryAsync("sample", "v2", query, Cancel)).Documents[0].Find("id")!.ToString().ShouldBe(DatasetSample.Id(0));
        await RefusedAsync("dataset.version.unknown", () => Repository.QueryAsync("sample", "v3", query, Cancel));
    }

    [Fact]
    public async Task A_query_makes_a_version_with_what_belongs_to_its_examples()
    {
        await PushAsync("v1");
        var query = Query("""{"filter": {"x": {"$gte": 2}}, "pageSize": 1}""");
        var made = await Repository.SelectAsync("sample", "v1", query, new SelectOptions { Dataset = "part" }, Cancel);
        (made.Matches, made.Pushed.IsNew, made.LeftOut.Length).ShouldBe((4, true, 0));
        var version = (await Repository.GetAsync("part", "latest", Cancel)).Version;
        (version.Examples, version.Source!.Uri, version.Source.Query).ShouldBe(
            (4, "dataset://sample/v1", """{"filter":{"x":{"$gte":2}},"pageSize":1}"""));
        version.Source.Digest.ToString().ShouldBe(SampleDigest);
        await Repository.PullAsync("part", "latest", Sample.Beside("part"), null, Cancel);
        var files = DatasetSample.FilesOf(Sample.Beside("part"));
        files.Keys.Where(static path => path.StartsWith("files/", StringComparison.Ordinal)).Order().ShouldBe(
            Enumerable.Range(2, 4).Select(static row => $"files/img/{row}.png"));
        files["splits/halves/experience_0/partition_0/training.txt"].ShouldBe("0\n");
        files["splits/halves/experience_0/partition_0/test.txt"].ShouldBe("1\n2\n3\n");
        (await DatasetFolder.InspectAsync(Sample.Beside("part"), null, Cancel)).IsValid.ShouldBeTrue();
        // The same again is the same version; a split without a test set is left out.
        (await Repository.SelectAsync("sample", "v1", query, new SelectOptions { Dataset = "part" }, Cancel)).Pushed.IsNew.ShouldBeFalse();
        made = await Repository.SelectAsync("sample", "v1", Query("""{"x": {"$lt": 2}}"""), null, Cancel);
        made.LeftOut.ShouldHaveSingleItem().ShouldContain("halves");
        (made.Pushed.Version.Dataset, made.Pushed.Version.Splits.Length).ShouldBe(("sample", 0));
        await RefusedAsync("dataset.query.none", () => Repository.SelectAsync("sample", "v1", Query("""{"x": 9}"""), null, Cancel));
        await RefusedAsync("dataset.query.resource", () => Repository.SelectAsync(
            "sample", "v1", Query("""{"resource": "annotations"}"""), null, Cancel));
        await RefusedAsync("dataset.dataset.name", () => Repository.SelectAsync(
            "sample", "v1", query, new SelectOptions { Dataset = "../part" }, Cancel));
    }

    [Fact]
    public async Task A_query_makes_a_split_in_a_version_or_in_a_folder()
    {
        await PushAsync("v1");
        var made = await Repository.SaveSplitAsync("sample", "v1", Query("""{"y": "a"}"""), "ab", cancellationToken: Cancel);
        made.Version!.Splits.ShouldBe(["ab", "halves"]);
        made.Version.Source!.Uri.ShouldBe("dataset://sample/v1");
        await PullAsync(made.Version.Version);
        var files = DatasetSample.FilesOf(Sample.Beside("out"));
        files["splits/ab/experience_0/partition_0/training.txt"].ShouldBe("1\n3\n5\n");
        files["splits/ab/experience_0/partition_0/test.txt"].ShouldBe("0\n2\n4\n");
        files.Count.ShouldBe(12);
        await DatasetRepository.WriteSplitAsync(Sample.Folder, Query("""{"y": "a"}"""), "ba", MatchingPart.Training, Cancel);
        DatasetSample.FilesOf(Sample.Folder)["splits/ba/experience_0/partition_0/test.txt"].ShouldBe("1\n3\n5\n");
        (await DatasetFolder.InspectAsync(Sample.Folder, null, Cancel)).IsValid.ShouldBeTrue();
        foreach (var (name, query, code) in ((string, string, string)[])
            [("ba", """{"y": "a"}""", "dataset.split.exists"), ("../c", """{"y": "a"}""", "dataset.write.split-name"),
                ("c", """{"y": "z"}""", "dataset.query.none"), ("c", "{}", "dataset.query.all")])
            await RefusedAsync(code, () => DatasetRepository.WriteSplitAsync(Sample.Folder, Query(query), name, MatchingPart.Test, Cancel));
        DatasetSample.FilesOf(Sample.Folder).Count.ShouldBe(12);
        LeftOvers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_version_that_nothing_needs_is_removed_and_shared_content_stays()
    {
        await PushAsync("v1");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Sample.WriteExamples(static row => row + 1);
        await PushAsync("v2");
        await Repository.TagAsync("sample", "v1", "stable", Cancel);
        await RefusedAsync("dataset.version.needed", () => Repository.RemoveAsync("sample", "v1", null, Cancel));
        await RefusedAsync("dataset.remove.name", () => Repository.RemoveAsync("sample", "stable", null, Cancel));
        await RefusedAsync("dataset.remove.name", () => Repository.RemoveAsync("sample", "latest", null, Cancel));
        await RefusedAsync("dataset.version.unknown", () => Repository.RemoveAsync("sample", "v3", null, Cancel));
        (await Repository.RemoveAsync("sample", "v1", new RemoveOptions { DryRun = true }, Cancel)).Needs.ShouldBe(
            ["tag 'stable' points to it"]);
        await Repository.UntagAsync("sample", "stable", Cancel);
        // What was made of it needs it.
        var made = await Repository.SelectAsync("sample", "v1", Query("""{"y": "a"}"""), new SelectOptions { Dataset = "part" }, Cancel);
        await RefusedAsync("dataset.version.needed", () => Repository.RemoveAsync("sample", "v1", null, Cancel));
        await Repository.RemoveAsync("part", made.Pushed.Version.Version, null, Cancel);
        (await Repository.ListAsync(Cancel)).ShouldHaveSingleItem().Dataset.ShouldBe("sample");
        await Repository.QueryAsync("sample", "v1", Query("""{"y": "a"}"""), Cancel);
        var gone = await Repository.RemoveAsync("sample", "v1", new RemoveOptions { Purge = true }, Cancel);
        (await NamesAsync()).ShouldBe(["v2"]);
        (await Repository.FindProfileAsync(gone.Version, Cancel)).ShouldBeNull();
        await RefusedAsync("dataset.version.unknown", () => PullAsync("v1"));
        (await PullAsync("v2")).Files.ShouldBe(10);
        await RefusedAsync("dataset.version.unknown", () => Repository.RemoveAsync("sample", "v1", null, Cancel));
        // The last one, by force with its tag; then it is pushed again.
        await Repository.TagAsync("sample", "v2", "stable", Cancel);
        await Repository.RemoveAsync("sample", "v2", new RemoveOptions { Force = true }, Cancel);
        await RefusedAsync("dataset.version.unknown", () => GetAsync("stable"));
        await PushAsync("v2");
        await PullAsync("v2");
    }

    [Fact]
    public async Task A_query_that_is_killed_while_it_makes_a_version_shows_nothing_half()
    {
        await PushAsync("v1");
        var query = Query("""{"y": "b"}""");
        var options = new SelectOptions { Dataset = "part" };
        // Points from the beginning to the end, some of them; pushes are killed at each one in a test of their own.
        for (var point = 1; ; point += 6)
        {
            try
            {
                await new DatasetRepository(new InterruptedPlace(Place, point), Clock).SelectAsync("sample", "v1", query, options, Cancel);
                point.ShouldBeGreaterThan(20);
                break;
            }
            catch (KilledException)
            {
                (await Place.VersionsAsync("part", Cancel)).Select(static version => version.Examples ?? 0).ShouldAllBe(
                    static examples => examples == 3);
            }
        }
        await Repository.PullAsync("part", "latest", Sample.Beside("part"), null, Cancel);
        (await DatasetFolder.InspectAsync(Sample.Beside("part"), null, Cancel)).IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task A_push_that_is_killed_at_any_point_shows_nothing_and_its_retry_ends_the_same()
    {
        for (var point = 0; ; point++)
        {
            var name = $"v{point}";
            // Content of its own, so that all of it has to be sent.
            foreach (var row in Enumerable.Range(0, 6))
                Sample.Write($"files/img/{row}.png", $"{point} {row}");
            var place = new InterruptedPlace(Place, point);
            try
            {
                await new DatasetRepository(place, Clock).PushFolderAsync(
                    Sample.Folder, new PushOptions { Version = name, Parallelism = 1 }, Cancel);
                point.ShouldBeGreaterThan(15);
                return;
            }
            catch (KilledException)
            {
                var found = await Place.FindAsync("sample", name, Cancel);
                var retried = await PushAsync(name);
                // It was not there, or it was whole.
                (found?.Version.Digest ?? retried.Version.Digest, retried.IsNew).ShouldBe((retried.Version.Digest, found is null));
            }
            await Repository.PullAsync("sample", name, Sample.Beside("out"), new PullOptions { Replace = true }, Cancel);
            DatasetSample.FilesOf(Sample.Beside("out")).ShouldBe(DatasetSample.FilesOf(Sample.Folder), ignoreOrder: true);
        }
    }

    [Fact]
    public async Task A_pull_that_is_killed_at_any_point_shows_nothing_and_goes_on_from_there()
    {
        await PushAsync("v1");
        var options = new PullOptions { Parallelism = 1 };
        var points = 0;
        for (var hasStruck = true; hasStruck; points++)
        {
            // Each one gets a little further than the one before, and dies after three points of its own.
            var place = new InterruptedPlace(Place, 5);
            try
            {
                await new DatasetRepository(place, Clock).PullAsync("sample", "v1", Sample.Beside("out"), options, Cancel);
            }
            catch (KilledException)
            {
                Directory.Exists(Sample.Beside("out")).ShouldBeFalse();
            }
            hasStruck = place.HasStruck;
            points.ShouldBeLessThan(100);
        }
        points.ShouldBeGreaterThan(10);
        DatasetSample.FilesOf(Sample.Beside("out")).ShouldBe(DatasetSample.FilesOf(Sample.Folder), ignoreOrder: true);
        LeftOvers().ShouldBeEmpty();
    }

    /// <summary>Asserts that something is refused for a reason.</summary>
    protected static async Task RefusedAsync(string code, Func<Task> what) =>
        (await Should.ThrowAsync<InvalidInputException>(what)).Diagnostics.ShouldContain(
            diagnostic => diagnostic.Code.StartsWith(code, StringComparison.Ordinal));

    /// <summary>Pushes the sample.</summary>
    protected Task<PushedVersion> PushAsync(string version) =>
        Repository.PushFolderAsync(Sample.Folder, new PushOptions { Version = version }, Cancel);

    /// <summary>Pulls into <c>out</c> beside the sample.</summary>
    protected Task<PulledVersion> PullAsync(string version, string? path = null) =>
        Repository.PullAsync("sample", version, Sample.Beside("out"), new PullOptions { Path = path }, Cancel);

    private static DocumentQuery Query(string json) => DocumentQueries.Parse(Encoding.UTF8.GetBytes(json));

    private static string ProfileText(DatasetProfile profile) => ValueJson.Write(DatasetProfiles.ToJson(profile));

    private IEnumerable<string> LeftOvers() => Directory.EnumerateFileSystemEntries(Sample.Beside(""))
        .Select(Path.GetFileName).OfType<string>().Where(static name => name[0] == '.');

    private async Task<RepositoryVersion> GetAsync(string version) => (await Repository.GetAsync("sample", version, Cancel)).Version;

    private async Task<List<string>> NamesAsync() =>
        [.. (await Repository.VersionsAsync("sample", Cancel)).Select(static version => version.Version)];
}
