using Gyre.Core;
using Gyre.Storage.Blobs.S3;
using Gyre.Storage.Relational;

namespace Gyre.Storage.Tests;

public sealed class AddressTests
{
    [Fact]
    public void The_default_store_is_a_file_in_the_home() =>
        StoreAddress.Parse(null, "/home/x").ShouldBe(new SqliteAddress(Path.Join("/home/x", "gyre.db")));

    [Theory]
    [InlineData("postgres://u@h/d", "u", null, "h", 5432, "d")]
    [InlineData("postgresql://u:p@h:6000/d?sslmode=require", "u", "p", "h", 6000, "d")]
    [InlineData("postgres://u:p%40%3a%2F@[::1]:6000/d%20e", "u", "p@:/", "::1", 6000, "d e")]
    [InlineData("postgres://u:a@b@h/d", "u", "a@b", "h", 5432, "d")]
    public void A_database_address_is_read(string text, string user, string? password, string host, int port, string database)
    {
        var address = StoreAddress.Parse(text, "").ShouldBeOfType<PostgreSqlAddress>();
        (address.User, address.Password, address.Host, address.Port, address.Database).ShouldBe((user, password, host, port, database));
        address.ToString().ShouldNotContain("p@");
    }

    [Theory]
    [InlineData("")]
    [InlineData("sqlite:")]
    [InlineData("mysql://u:hidden@h/d")]
    [InlineData("postgres://u:hidden@h")]
    [InlineData("postgres://u:hidden@h/")]
    [InlineData("postgres://u:hidden@/d")]
    [InlineData("postgres://:hidden@h/d")]
    [InlineData("postgres://u:hidden@h:0/d")]
    [InlineData("postgres://u:hidden@h:70000/d")]
    [InlineData("postgres://u:hidden@h:x/d")]
    [InlineData("postgres://u:hidden@h/d?password=hidden")]
    [InlineData("postgres://u:hidden%00@h/d")]
    [InlineData("hidden")]
    public void A_bad_address_is_refused_without_being_repeated(string text)
    {
        var refused = Should.Throw<InvalidInputException>(() => StoreAddress.Parse(text, ""));
        refused.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("store.address");
        refused.ToString().ShouldNotContain("hidden");
    }

    [Fact]
    public void An_artifact_address_is_read() =>
        S3Address.Parse("s3://bucket/a/b/?endpoint=http%3A%2F%2F127.0.0.1%3A9000&region=eu-1")
            .ShouldBe(new S3Address("bucket", "a/b/", new Uri("http://127.0.0.1:9000"), "eu-1"));

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3://B/")]
    [InlineData("s3://bucket/../x")]
    [InlineData("s3://bucket/a//b")]
    [InlineData("s3://bucket?endpoint=ftp://x")]
    [InlineData("s3://bucket?endpoint=http://user:hidden@x")]
    [InlineData("s3://bucket?secret=hidden")]
    public void A_bad_artifact_address_is_refused_without_being_repeated(string text)
    {
        var refused = Should.Throw<InvalidInputException>(() => S3Address.Parse(text));
        refused.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("artifacts.address");
        refused.ToString().ShouldNotContain("hidden");
    }

    [Fact]
    public async Task An_unknown_kind_of_artifact_store_is_refused() => (await Should.ThrowAsync<InvalidInputException>(() => GyreStore.OpenBlobsAsync(
        new StorageOptions { Home = "x", Artifacts = "ftp://host/x" }, TimeProvider.System, TestContext.Current.CancellationToken))).Diagnostics[0].Code.ShouldBe("artifacts.address");
}
