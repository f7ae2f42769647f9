using Gyre.Client.Tests.Fakes;

namespace Gyre.Client.Tests;

/// <summary>A run inside a <c>using</c>: failed while an exception goes through it, finished else. Each shape of code that users write.</summary>
public sealed class EndingTests : IDisposable
{
    private readonly FakeServer _server = new();
    private readonly MlflowTracker _tracker;

    public EndingTests() => _tracker = MlflowTracker.Create(FakeServer.Address, FakeServer.Options(_server));

    public void Dispose()
    {
        _tracker.Dispose();
        _server.Dispose();
    }

    [Fact]
    public void An_exception_in_the_body_fails_the_run()
    {
        Should.Throw<DivideByZeroException>(() =>
        {
            using var run = _tracker.StartRun();
            throw new DivideByZeroException("why");
        });
        Only.Status.ShouldBe("FAILED");
        Only.Tags.ShouldContainKeyAndValue("gyre.error", "System.DivideByZeroException: why");
    }

    [Fact]
    public void An_exception_from_deep_below_fails_every_run_it_passes()
    {
        Should.Throw<DivideByZeroException>(() =>
        {
            using var outer = _tracker.StartRun("outer");
            using var inner = _tracker.StartRun("inner", parent: outer);
            Deep(5);
        });
        _server.Runs.Values.Select(run => run.Status).ShouldBe(["FAILED", "FAILED"]);
    }

    [Fact]
    public void A_rethrown_exception_fails_the_run() => Expect("FAILED", () =>
    {
        using var run = _tracker.StartRun();
        try
        {
            Deep(1);
        }
        catch (DivideByZeroException)
        {
            throw;
        }
    });

    [Fact]
    public void A_caught_exception_does_not() => Expect("FINISHED", () =>
    {
        using var run = _tracker.StartRun();
        Swallow(() => Deep(2));
    });

    [Fact]
    public void A_run_inside_a_catch_block_finishes() => Expect("FINISHED", () =>
    {
        try
        {
            Deep(1);
        }
        catch (DivideByZeroException)
        {
            using var run = _tracker.StartRun();
        }
    });

    [Fact]
    public void A_run_inside_a_catch_block_fails_by_an_exception_of_its_own() => Expect("FAILED", () =>
    {
        try
        {
            Deep(1);
        }
        catch (DivideByZeroException)
        {
            using var run = _tracker.StartRun();
            throw new InvalidOperationException("new");
        }
    });

    [Fact]
    public async Task The_same_holds_in_asynchronous_methods()
    {
        await ExpectAsync("FAILED", async () =>
        {
            using var run = await _tracker.StartRunAsync();
            await Task.Yield();
            throw new DivideByZeroException();
        });
        await ExpectAsync("FAILED", async () =>
        {
            using var run = _tracker.StartRun();
            await ThrowAsync();
        });
        await ExpectAsync("FAILED", async () =>
        {
            using var run = _tracker.StartRun();
            await Task.WhenAny(ThrowAsync());
            throw new InvalidOperationException("after another");
        });
        await ExpectAsync("FAILED", async () =>
        {
            using var run = _tracker.StartRun();
            try
            {
                await ThrowAsync();
            }
            finally
            {
                Swallow(ThrowOther);
            }
        });
    }

    [Fact]
    public async Task What_was_caught_does_not_count_in_asynchronous_methods()
    {
        await ExpectAsync("FINISHED", async () =>
        {
            using var run = _tracker.StartRun();
            try
            {
                await ThrowAsync();
            }
            catch (DivideByZeroException)
            {
            }
        });
        // The rest of this method runs inside the catch block of ThrowAsync's own state machine.
        await ExpectAsync("FINISHED", async () =>
        {
            using var run = _tracker.StartRun();
            await Task.WhenAny(ThrowAsync());
        });
        await ExpectAsync("FINISHED", async () =>
        {
            await Task.WhenAny(ThrowAsync());
            using var run = _tracker.StartRun();
            await Task.WhenAny(ThrowAsync());
        });
    }

    [Fact]
    public void A_tracker_that_an_exception_passes_fails_its_open_runs()
    {
        using var server = new FakeServer();
        Should.Throw<DivideByZeroException>(() =>
        {
            using var tracker = MlflowTracker.Create(FakeServer.Address, FakeServer.Options(server));
            tracker.Start("open");
            Deep(0);
        });
        server.Runs.Values.Single().Status.ShouldBe("FAILED");
    }

    [Fact]
    public async Task RunAsync_ends_as_the_work_ends()
    {
        await _tracker.RunAsync("good", _ => Task.CompletedTask);
        Last.Status.ShouldBe("FINISHED");
        await Should.ThrowAsync<DivideByZeroException>(() => _tracker.RunAsync("bad", _ => ThrowAsync()));
        Last.Status.ShouldBe("FAILED");
        await Should.ThrowAsync<OperationCanceledException>(() => _tracker.RunAsync("stopped", _ => throw new OperationCanceledException()));
        Last.Status.ShouldBe("KILLED");
        (await (await _tracker.StartRunAsync(cancellationToken: TestContext.Current.CancellationToken)).DoAsync(_ => Task.FromResult(7))).ShouldBe(7);
    }

    [Fact]
    public void The_first_exception_is_not_hidden_by_a_failing_end()
    {
        Should.Throw<DivideByZeroException>(() =>
        {
            using var run = _tracker.StartRun();
            _server.Before = _ => FakeServer.Error(403, "PERMISSION_DENIED", "no");
            run.LogMetric("m", 1);
            throw new DivideByZeroException();
        });
        _server.Before = null;
    }

    private FakeRun Only => _server.Runs.Values.Single();

    private FakeRun Last => _server.Runs.Values.Last();

    private static void Deep(int depth)
    {
        try
        {
            if (depth == 0)
                throw new DivideByZeroException();
            Deep(depth - 1);
        }
        finally
        {
            Swallow(ThrowOther);
        }
    }

    private static void ThrowOther() => throw new InvalidOperationException("on the way");

    private static async Task ThrowAsync()
    {
        await Task.Yield();
        throw new DivideByZeroException();
    }

    private static void Swallow(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is InvalidOperationException or DivideByZeroException)
        {
        }
    }

    private void Expect(string status, Action body)
    {
        Swallow(body);
        Last.Status.ShouldBe(status);
    }

    private async Task ExpectAsync(string status, Func<Task> body)
    {
        try
        {
            // On the pool, where continuations run inside one another.
            await Task.Run(body);
        }
        catch (Exception error) when (error is InvalidOperationException or DivideByZeroException)
        {
        }
        Last.Status.ShouldBe(status);
    }
}
