namespace Gyre.Core.Tests;

public sealed class SecretAddressTests
{
    [Theory]
    [InlineData("https://host/data.csv", "https://host/data.csv")]
    [InlineData("data/train.csv", "data/train.csv")]
    [InlineData("https://me:pa%20ss@host:8080/data.csv?x=1#sha256=ab", "https://me:***@host:8080/data.csv?x=1#sha256=ab")]
    [InlineData("https://TOKEN@host/a", "https://***@host/a")]
    [InlineData("https://me:a@b@host/a", "https://me:***@host/a")]
    [InlineData("https://b.s3.example/k?X-Amz-Credential=AK&X-Amz-Signature=abcd&X-Amz-Expires=60",
        "https://b.s3.example/k?X-Amz-Credential=***&X-Amz-Signature=***&X-Amz-Expires=60")]
    [InlineData("https://a.blob.example/c?sv=2020&sig=aGVsbG8%3D#f", "https://a.blob.example/c?sv=2020&sig=***#f")]
    [InlineData("https://host/a?access_token=t&page=2", "https://host/a?access_token=***&page=2")]
    [InlineData("ftp://user:secret@host", "ftp://user:***@host")]
    [InlineData("https://host/a?x=me:b@c", "https://host/a?x=me:b@c")]
    public void Only_the_secret_parts_are_taken_out(string address, string shown)
    {
        var found = SecretAddress.Of(address);
        found.Shown.ShouldBe(shown);
        found.HasSecrets.ShouldBe(address != shown);
        // What was taken out stays out.
        SecretAddress.Of(shown).ShouldSatisfyAllConditions(again => again.Shown.ShouldBe(shown), again =>
            again.HasSecrets.ShouldBeFalse());
        SecretAddress.IsShown(shown).ShouldBe(address != shown);
    }

    [Fact]
    public void Secrets_are_known_as_written_as_meant_and_as_a_pair() =>
        SecretAddress.Of("https://me:pa%20ss@host/?sig=a%2Fb").Secrets.ShouldBe(
            ["pa%20ss", "pa ss", "me:pa%20ss", "me:pa ss", "a%2Fb", "a/b"]);
}
