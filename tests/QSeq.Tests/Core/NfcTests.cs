using System.Security.Cryptography;
using System.Text;
using QSeq.Core;

namespace QSeq.Tests.Core;

/// <summary>Normal form C, without the runtime's tables.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class NfcTests
{
    [Theory]
    [InlineData("Cafe\u0301", "Caf\u00E9")]
    [InlineData("Tie\u0302\u0301ng Vie\u0323\u0302t", "Ti\u1EBFng Vi\u1EC7t")] // marks in either order
    [InlineData("a\u0308iti\u0308", "\u00E4it\u00EF")]
    [InlineData("\u0627\u0653", "\u0622")] // alef with madda
    [InlineData("\u0643\u064E\u0651", "\u0643\u064E\u0651")] // fatha before shadda, as the order of classes has it
    [InlineData("\u0643\u0651\u064E", "\u0643\u064E\u0651")]
    [InlineData("\u1112\u1161\u11AB\u1100\u116E\u11A8", "\uD55C\uAD6D")] // letters of Hangul
    [InlineData("\uD55C", "\uD55C")]
    [InlineData("\u212B\u2126", "\u00C5\u03A9")] // signs that are other letters
    [InlineData("\u0958", "\u0915\u093C")] // never composed
    [InlineData("\U0002F800", "\u4E3D")]
    [InlineData("a\u0323\u0301\u0301", "\u1EA1\u0301\u0301")] // a mark behind another of its class stays
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("\uD800e\u0301", "\uD800\u00E9")] // half a pair
    public void A_letter_and_its_marks_have_one_spelling(string written, string normal)
    {
        Assert.Equal(normal, Nfc.Of(written));
        Assert.Equal(normal, Nfc.Of(normal));
    }

    [Fact]
    public void Text_that_is_normal_is_not_copied()
    {
        string text = new([.. "Gr\u00FC\u00DFe \u0434\u0430 \u03B1"]);
        Assert.Same(text, Nfc.Of(text));
    }

    /// <summary>The digests are those of another implementation's answers (CPython's unicodedata 15.1) to the same questions.</summary>
    [Fact]
    public void Every_code_point_agrees_with_the_database()
    {
        Assert.Equal("9CC65524A9D8082BF10840C616CD199BD2AC12EE49A3381BD6FB7957711F342B", Digest(point => point));
        Assert.Equal("012667F247F93E8538E1E94AF541B6E34FE0AB2D0D96DC71E837D206F208F906", Digest(point => point + "\u0301\u0323\u0327"));
    }

    private static string Digest(Func<string, string> question)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int point = 0; point <= 0x10FFFF; point++)
            if (Rune.IsValid(point)) hash.AppendData(Encoding.UTF8.GetBytes(Nfc.Of(question(char.ConvertFromUtf32(point))) + "\n"));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
