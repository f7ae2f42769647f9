using Gyre.Tracking.Artifacts;

namespace Gyre.Tracking.Tests.Artifacts;

/// <summary>F1 to F5 of the hostile inputs, and cases that other servers of this protocol were tricked with.</summary>
public sealed class ArtifactPathTests
{
    public static TheoryData<string> Refused() =>
    [
        "", ".", "..", "../x", "a/../../x", "a/..", "a/./b", "a//b", "/", "a/",
        "%2e%2e%2fx", "%252e%252e%252fx", "%25252e%25252e/x", "a/%2e%2e/b", "..%5cx", "..\\x", "a\\b", "%c0%ae%c0%ae/x", "%ff", "..;/x", "..;a/x", "a/..;/b", "..?/x", "x#/../..", "x#y", "x%23y", "x?/../..",
        "/etc/passwd", "//host/x", "%2fetc/passwd", "%252fetc", "C:\\x", "C:x", "c%3ax", "\\\\host\\share", "file:///etc/passwd", "file:/x", "~/.ssh/id", "~root/x", "%7e/x",
        "CON", "con.txt", "nul.txt", "a/AUX/b", "COM1", "lpt9.log", "a.", "a ", "a./b", "a%2e", "x:stream", "a\0b", "a\nb", "a\u007fb", "a%00b",
        "\ud800", "a/\udc00/b",
        new string('a', 256), $"x/{new string('é', 128)}", string.Join('/', Enumerable.Repeat("a", 101)), string.Join('/', Enumerable.Repeat("abcdefghij", 90)) + new string('x', 4000),
        "%" + string.Concat(Enumerable.Repeat("25", 40)) + "2e",
    ];

    public static TheoryData<string> Taken() =>
    [
        "a", "a/b/c.txt", "a b.txt", "..a", "a..b", "...x", ".hidden", "MLmodel", "é", "e\u0301", "模型/重量.bin", "\U0001F600", "100% sure", "50%", "a%20b", "a+b", "a;b", "a?b", "a&b=c", "a'b\"c", "x`y`", "{{x}}",
        "<img src=x>", "a\u202Eb", new string('a', 255),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_path_that_could_lead_elsewhere_is_refused(string path)
    {
        var refused = Should.Throw<TrackingException>(() => ArtifactPaths.Check(path));
        refused.Error.ShouldBe(TrackingError.InvalidParameter);
        refused.Message.ShouldStartWith("Invalid path");
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc")]
    [InlineData("x#y")]
    [InlineData("a\\b")]
    public void What_clients_know_is_said_in_the_words_they_know(string path) => Should.Throw<TrackingException>(() => ArtifactPaths.Check(path)).Message.ShouldBe("Invalid path");

    [Theory]
    [MemberData(nameof(Taken))]
    public void A_name_is_data_and_stays_as_it_is(string path) => ArtifactPaths.Check(path).ShouldBe(path);

    [Theory]
    [InlineData("mlflow-artifacts:/", "")]
    [InlineData("mlflow-artifacts:/1/abc/artifacts", "1/abc/artifacts")]
    [InlineData("mlflow-artifacts:///1/abc", "1/abc")]
    public void An_address_names_a_place(string address, string place) => ArtifactPaths.PlaceOf(address).ShouldBe(place);

    [Theory]
    [InlineData("")]
    [InlineData("s3://bucket/x")]
    [InlineData("file:///etc")]
    [InlineData("http://169.254.169.254/")]
    [InlineData("mlflow-artifacts:1/x")]
    [InlineData("mlflow-artifacts://other-host/x")]
    [InlineData("mlflow-artifacts:/../x")]
    [InlineData("mlflow-artifacts:/a/%2e%2e/x")]
    [InlineData("dbfs:/x")]
    [InlineData("javascript:alert(1)")]
    public void F11_an_address_elsewhere_is_refused(string address) => Should.Throw<TrackingException>(() => ArtifactPaths.PlaceOf(address)).Error.ShouldBe(TrackingError.InvalidParameter);
}
