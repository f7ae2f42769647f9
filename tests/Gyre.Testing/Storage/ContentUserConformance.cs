using Gyre.Core;
using Gyre.Storage;
using Shouldly;
using Xunit;

namespace Gyre.Testing.Storage;

/// <summary>
/// What every <see cref="IContentUser"/> promises. A digest that is not told is removed from the artifact store, so the worst mistake is to
/// tell a part as if it were the whole.
/// </summary>
public abstract class ContentUserConformance : IAsyncLifetime
{
    private const int Many = 25;

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The user under test.</summary>
    protected abstract IContentUser User { get; }

    /// <inheritdoc/>
    public abstract ValueTask InitializeAsync();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Commits something, under a name of its own, that needs a content.</summary>
    protected abstract Task NeedAsync(string name, Digest content);

    /// <summary>Removes what was committed under a name.</summary>
    protected abstract Task LetGoAsync(string name);

    /// <summary>An empty place.</summary>
    [Fact]
    public async Task Nothing_is_told_before_anything_is_needed() => (await ToldAsync()).ShouldBeEmpty();

    /// <summary>Each commit, at once.</summary>
    [Fact]
    public async Task Whatever_is_needed_is_told_as_soon_as_it_is_committed()
    {
        for (var number = 0; number < Many; number++)
        {
            await NeedAsync(Name(number), Content(number));
            (await ToldAsync()).ShouldContain(Content(number));
        }
        (await ToldAsync()).ShouldBe([.. Enumerable.Range(0, Many).Select(Content)], ignoreOrder: true);
        (await ToldAsync()).Count.ShouldBe(Many, "each reading tells the same");
    }

    /// <summary>Removed one by one.</summary>
    [Fact]
    public async Task What_was_let_go_is_told_no_more_and_the_rest_is()
    {
        await NeedManyAsync();
        for (var number = 0; number < Many; number += 2)
            await LetGoAsync(Name(number));
        (await ToldAsync()).ShouldBe([.. Enumerable.Range(0, Many).Where(number => number % 2 == 1).Select(Content)], ignoreOrder: true);
    }

    /// <summary>One content, two names.</summary>
    [Fact]
    public async Task Content_that_two_need_is_told_until_both_have_let_go()
    {
        await NeedAsync("first", Content(0));
        await NeedAsync("second", Content(0));
        await LetGoAsync("first");
        (await ToldAsync()).ShouldBe([Content(0)]);
        await LetGoAsync("second");
        (await ToldAsync()).ShouldBeEmpty();
    }

    /// <summary>Commits beside a reading.</summary>
    [Fact]
    public async Task What_is_needed_from_beginning_to_end_is_told_whatever_happens_meanwhile()
    {
        await NeedManyAsync();
        var told = new HashSet<Digest>();
        await foreach (var digest in User.InUseAsync(Cancel))
        {
            if (told.Count is > 0 and < Many / 2)
            {
                await LetGoAsync(Name(told.Count - 1));
                await NeedAsync(Name(Many + told.Count), Content(Many + told.Count));
            }
            told.Add(digest);
        }
        Enumerable.Range(Many / 2, Many / 2).Select(Content).ShouldBeSubsetOf(told);
    }

    /// <summary>Cancelled at once.</summary>
    [Fact]
    public async Task A_reading_that_is_cancelled_before_it_begins_tells_nothing()
    {
        await NeedManyAsync();
        var told = new List<Digest>();
        await Should.ThrowAsync<OperationCanceledException>(() => ReadAsync(told.Add, new CancellationToken(canceled: true)));
        told.ShouldBeEmpty();
    }

    /// <summary>Cancelled in the middle.</summary>
    [Fact]
    public async Task A_reading_that_is_cancelled_never_ends_as_if_it_were_whole()
    {
        await NeedManyAsync();
        using var source = new CancellationTokenSource();
        var told = new HashSet<Digest>();
        var reading = ReadAsync(
            digest =>
            {
                told.Add(digest);
                source.Cancel();
            },
            source.Token);
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        reading.IsFaulted.ShouldBeFalse();
        if (!reading.IsCanceled)
            told.Count.ShouldBe(Many);
    }

    private static string Name(int number) => $"name-{number}";

    private static Digest Content(int number) => Digest.Of($"content {number}");

    private async Task NeedManyAsync()
    {
        for (var number = 0; number < Many; number++)
            await NeedAsync(Name(number), Content(number));
    }

    private async Task<HashSet<Digest>> ToldAsync()
    {
        var told = new HashSet<Digest>();
        await ReadAsync(digest => told.Add(digest), Cancel);
        return told;
    }

    private async Task ReadAsync(Action<Digest> tell, CancellationToken cancellationToken)
    {
        await foreach (var digest in User.InUseAsync(cancellationToken))
            tell(digest);
    }
}
