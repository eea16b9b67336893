using System.Text;
using System.Text.Json;
using QSeq.Core;

namespace QSeq.Tests.Core;

/// <summary>Members of JSON that are there twice, wherever the second one is.</summary>
public class StrictJsonTests
{
    [Theory]
    [InlineData("{\"a\": 1,\n\"b\": 2, \"a\": 3}", "line 2: member 'a' is there twice; leave one out")]
    [InlineData("{\"a\": 1, \"\\u0061\": 2}", "line 1: member 'a' is there twice; leave one out")]
    [InlineData("[{\"a\": {\"b\": 1}, \"c\": [{\"d\": {}, \"d\": 1}]}]", "line 1: member 'd' is there twice; leave one out")]
    [InlineData("{\"a\": {\"b\": 1}, \"c\": 2, \"a\": 1}", "line 1: member 'a' is there twice; leave one out")]
    [InlineData("{\"a\\u202e\": 1, \"a\\u202e\": 2}", "line 1: member 'a·' is there twice; leave one out")]
    [InlineData("{\"\\ud800\": 1}", "line 1: a text has half of a surrogate pair, such as \\ud800, which is no character")]
    public void Twice_is_refused(string json, string message) =>
        Assert.Equal(message, Assert.Throws<JsonException>(() => StrictJson.Parse(Encoding.UTF8.GetBytes(json))).Message);

    [Fact]
    public void The_same_member_of_several_objects_is_none_twice()
    {
        using JsonDocument read = StrictJson.Parse("{\"a\": {\"a\": 1, \"b\": \"a\"}, \"b\": [{\"a\": 1}, {\"a\": 2}], \"A\": 3}"u8.ToArray());
        Assert.Equal(2, read.RootElement.GetProperty("b")[1].GetProperty("a").GetInt32());
    }

    [Fact]
    public void A_thousand_members_are_told_apart()
    {
        string members = string.Join(',', Enumerable.Range(0, 1000).Select(n => $"\"m{n}\":{n}"));
        using JsonDocument read = StrictJson.Parse(Encoding.UTF8.GetBytes("{" + members + "}"));
        Assert.Equal(999, read.RootElement.GetProperty("m999").GetInt32());
        Assert.Contains("'m500'", Assert.Throws<JsonException>(() => StrictJson.Parse(Encoding.UTF8.GetBytes("{" + members + ",\"m500\":1}"))).Message, StringComparison.Ordinal);
    }
}
