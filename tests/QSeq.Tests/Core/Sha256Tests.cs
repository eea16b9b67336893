using System.Security.Cryptography;
using System.Text;
using QSeq.Core;

namespace QSeq.Tests.Core;

/// <summary>SHA-256 against the examples of NIST and against the system's.</summary>
public class Sha256Tests
{
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void The_examples_of_the_standard(string text, string digest) => Assert.Equal(digest, Sha256.HexOf(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Every_length_and_every_cut_gives_the_digest_of_the_system()
    {
        byte[] bytes = new byte[400];
        new Random(7).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            byte[] expected = SHA256.HashData(bytes.AsSpan(0, length));
            Assert.Equal(expected, Sha256.Of(bytes.AsSpan(0, length)));
            foreach (int piece in (int[])[1, 7, 63, 64, 65, 129])
            {
                var hash = new Sha256();
                for (int at = 0; at < length; at += piece) hash.Append(bytes.AsSpan(at, Math.Min(piece, length - at)));
                Assert.Equal(Convert.ToHexStringLower(expected), hash.FinishHex());
            }
        }
    }
}
